# hint: record's hint
s/add_hint_name(t, imp->hint, /add_hint_name(t, 0, /
