# hint: RVAs of the names
s/point(e, table_off + 4 \* i, numbered/point(e, table_off + 4 * (e->name_count - 1 - i), numbered/
