# hint: to the end of the chain
# loses: 9
/^static Symbol \*end_of_chain/,/^}/s/for (u32 steps = 0;/for (u32 steps = 0; !steps \&\&/
