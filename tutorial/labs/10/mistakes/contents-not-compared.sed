# hint: same_contents()
s/if (!same_contents(now, first)) report_mismatch.*//
