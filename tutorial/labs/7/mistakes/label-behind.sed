# hint: RVAs of the names
# loses: 5 6 9
s/point(e, table_off + 4 \* i, numbered_label(e, .N., i + 1));//
s/put_string(e, e->names\[i\].name);/put_string(e, e->names[i].name); point(e, table_off + 4 * i, numbered_label(e, 78, i + 1));/
