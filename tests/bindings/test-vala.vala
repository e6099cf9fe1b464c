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

public class SampleScale : Noob.Node
{
  public double factor { get; set; default = 2; }

  private bool ready = false;

  public override bool initialize () throws Error
  {
    ready = true;
    return true;
  }

  public override bool deinitialize () throws Error
  {
    ready = false;
    return true;
  }

  public override List<Noob.Slot> get_slots ()
  {
    var slots = new List<Noob.Slot> ();

    slots.append (new Noob.Slot ("value", Noob.SlotFlags.REQUIRED, null));

    return slots;
  }

  public override string[] get_signals ()
  {
    return { "scaled" };
  }

  public override bool process (Noob.Record inputs,
                                Noob.Record outputs) throws Error
  {
    var value = inputs.get_number ("value");

    if (!ready)
      throw new Noob.Error.FAILED ("init was not called");
    if (value < 0)
      throw new Noob.Error.VALUE ("%g is negative", value);

    outputs.set_double ("scaled", value * factor);
    return true;
  }
}

private const string SCALE_TUBE = """
input: { x: { scope: process } }
nodes:
  scale: { type: SampleScale, depends: input.x, params: { factor: 1.5 } }
  return: { type: return, depends: scale.scaled }
""";

private const string LENGTHS_TUBE = """
input: { words: { scope: process } }
nodes:
  lengths: { type: "c:libtext.so#TextLengths", depends: input.words, params: { at-least: 3 } }
  return: { type: return, depends: lengths.lengths }
""";

private Noob.Tube
make_tube (string text) throws Error
{
  return new Noob.Tube (new Noob.TubeSpecification.from_data (text, -1, null), null);
}

private void
test_node_of_the_program ()
{
  try
    {
      typeof (SampleScale).class_ref ();
      var runner = new Noob.SyncRunner (make_tube (SCALE_TUBE));
      var inputs = new Noob.Record ();
      Value result;

      runner.initialize ();
      inputs.set_int64 ("x", 5);
      runner.process (inputs, out result);
      assert (result.get_double () == 7.5);

      inputs.set_int64 ("x", -1);
      try
        {
          runner.process (inputs, out result);
          assert_not_reached ();
        }
      catch (Noob.Error.NODE error)
        {
          assert ("-1 is negative" in error.message);
          assert (runner.get_failure ().get_node_id () == "scale");
        }

      runner.deinitialize ();
    }
  catch (Error error)
    {
      assert_not_reached ();
    }
}

private void
test_node_of_a_module ()
{
  try
    {
      var runner = new Noob.ZmqRunner (make_tube (LENGTHS_TUBE));
      var inputs = new Noob.Record ();
      Value result;

      inputs.take_list ("words", new Noob.List.strv ({ "a", "bcd", "éfgh", null }));
      runner.initialize ();
      runner.process (inputs, out result);
      runner.deinitialize ();

      var lengths = (Noob.List) result.get_boxed ();
      assert (lengths.get_length () == 2);
      assert (lengths.get_number (0) == 3);
      assert (lengths.get_number (1) == 4);
    }
  catch (Error error)
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
  Test.add_func ("/vala/node-of-the-program", test_node_of_the_program);
  Test.add_func ("/vala/node-of-a-module", test_node_of_a_module);
  return Test.run ();
}
