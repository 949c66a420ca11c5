# hint: A zero slot ends the table
# loses: 2 3 5 6 7
/^static void end_tables/,/^}/s/put_slot(.*, 0, false);//
