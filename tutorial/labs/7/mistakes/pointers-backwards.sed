# hint: RVAs of the names
# loses: 5 6 9
s/point(e, table_off + 4 \* i, numbered/point(e, table_off + 4 * (e->name_count - 1 - i), numbered/
