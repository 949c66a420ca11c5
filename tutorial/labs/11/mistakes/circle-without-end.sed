# hint: may lead in a circle
# loses: 10
/^bool resolve_export(/,/^}/s/step < MAX_FORWARDS/step < UINT32_MAX/
