/* SPDX-License-Identifier: LGPL-2.1-or-later */

private void
test_epoch ()
{
  var epoch = new Noob.Epoch (3).child ("b", 2);

  assert (epoch.to_string () == "3/b.2");
  assert (epoch.get_parent ().equal (new Noob.Epoch (3)));
}

private void
test_record ()
{
  var record = new Noob.Record ();

  record.set_int64 ("n", (int64) 1 << 40);
  record.set_value ("text", "abc");
  assert (record.get_value ("n").get_int64 () == (int64) 1 << 40);
  assert (record.get_value ("text").get_string () == "abc");
  assert (record.get_value ("absent") == null);
}

private void
test_specification ()
{
  try
    {
      var specification = new Noob.TubeSpecification.from_data ("nodes: {a: {type: Any.node}}", -1, null);
      assert (specification.get_node ("a").get_node_type () == "Any.node");
    }
  catch (GLib.Error error)
    {
      assert_not_reached ();
    }

  try
    {
      new Noob.TubeSpecification.from_data ("nodes: 1", -1, null);
      assert_not_reached ();
    }
  catch (GLib.Error error)
    {
      assert (error is Noob.Error.SPECIFICATION);
    }
}

private void
test_sync_runner ()
{
  try
    {
      var runner = new Noob.SyncRunner (new Noob.Tube.from_name ("counter", null));
      var inputs = new Noob.Record ();
      var seen = 0;
      Value result;

      runner.event["count"].connect ((event) => {
        assert (event.get_value ().get_int64 () == seen);
        seen++;
      });
      runner.initialize ();
      inputs.set_int64 ("factor", 3);
      runner.process (inputs, out result);
      assert (result.get_int64 () == 0);
      runner.process (inputs, out result);
      assert (result.get_int64 () == 3);
      assert (seen == 2);
      runner.deinitialize ();
    }
  catch (GLib.Error error)
    {
      assert_not_reached ();
    }
}

public static int
main (string[] args)
{
  Test.init (ref args);
  Test.add_func ("/vala/epoch", test_epoch);
  Test.add_func ("/vala/record", test_record);
  Test.add_func ("/vala/specification", test_specification);
  Test.add_func ("/vala/sync-runner", test_sync_runner);
  return Test.run ();
}
