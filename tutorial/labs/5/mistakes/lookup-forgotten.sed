# hint: A zero slot ends the table
# loses: 2 3 4 5 6 7
s/put_slot(t, group->lookup_num, value, by_name);//
