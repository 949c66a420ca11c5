# hint: A zero slot ends the table
/^static void end_tables/,/^}/s/put_slot(.*, 0, false);//
