# hint: A zero slot ends the table
s/put_slot(t, group->lookup_num, 0, false);//
