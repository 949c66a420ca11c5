# hint: So don't look at each
# loses: 7
/^static bool find_name(/,/^}/s/u32 low = 0, high = exporter->exports.name_count;/u32 low = 0;/
/^static bool find_name(/,/^}/s/while (low < high) {/for (; low < exporter->exports.name_count; low++) {/
/^static bool find_name(/,/^}/s/\*idx = low + (high - low) \/ 2;/*idx = low;/
/^static bool find_name(/,/^}/s/if (order < 0) high = \*idx;//
/^static bool find_name(/,/^}/s/else low = \*idx + 1;//
