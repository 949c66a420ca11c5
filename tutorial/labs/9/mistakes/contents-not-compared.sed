# hint: same_contents()
# loses: 5
s/if (!same_contents(now, first)) report_mismatch.*//
