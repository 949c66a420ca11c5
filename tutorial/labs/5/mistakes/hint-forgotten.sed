# hint: record's hint
# loses: 4
s/add_hint_name(t, imp->hint, /add_hint_name(t, 0, /
