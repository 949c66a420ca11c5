# hint: where to look first, no more
# loses: 2 5 9 10
/^static bool find_name(/,/^}/s/if (w->has_hint && name_is(exporter, w->hint, w->name, &order))/if (w->has_hint \&\& w->hint < exporter->exports.name_count)/
