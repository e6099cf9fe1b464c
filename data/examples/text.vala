/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The node in Vala of data/tubes/languages.yaml. */

public class TextLengths : Noob.Node
{
  [Description (blurb = "The length of the shortest words that count")]
  public int64 at_least { get; set; default = 1; }

  construct
  {
    stateful = false;
  }

  public override List<Noob.Slot> get_slots ()
  {
    var slots = new List<Noob.Slot> ();

    slots.append (new Noob.Slot ("words", Noob.SlotFlags.REQUIRED, "list[string]"));

    return slots;
  }

  public override string[] get_signals ()
  {
    return { "lengths" };
  }

  public override bool process (Noob.Record inputs,
                                Noob.Record outputs) throws Error
  {
    unowned Value? given = inputs.get_value ("words");

    if (!given.holds (typeof (Noob.List)))
      throw new Noob.Error.VALUE ("\"words\" is not a list of strings");

    outputs.take_list ("lengths", measure ((Noob.List) given.get_boxed ()));

    return true;
  }

  private Noob.List measure (Noob.List words)
  {
    Value[] lengths = {};

    for (size_t i = 0; i < words.get_length (); i++)
      {
        var length = words.get_value (i).get_string ().char_count ();

        if (length >= at_least)
          lengths += (int64) length;
      }

    return new Noob.List (lengths);
  }
}
