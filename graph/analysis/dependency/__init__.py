"""What rests on what: failure, bans, cut sets, exposure (docs/methods.md, part A)."""
