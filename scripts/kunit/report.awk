# SPDX-License-Identifier: GPL-2.0-only
# From what the kernel left in debugfs (first file) and its log (second file)
# to one line for each case or row, and the sum.
#
# -v sources=N  cases that the sources contain
# -v only="a b" suites to show; empty: all
#
# A case is indented by four; the rows of its table come before it, by eight.

function show(good, name,    parts) {
	split(name, parts, ".")
	if (only == "" || index(" " only " ", " " parts[1] " "))
		print (good ? "PASS " : "FAIL ") name
	if (good)
		passed++
	else
		failed++
}

function complain(text) {
	print "FAIL " text
	failed++
}

# "ok 3 name # SKIP why": a skipped case has shown nothing
function verdict(line) {
	return line ~ /^ *ok / && line !~ /# SKIP/
}

function title(line) {
	sub(/^ *(not )?ok [0-9]+ /, "", line)
	sub(/^- /, "", line)
	return line
}

FNR == 1 { file++ }

file == 1 && /^SUITE / { suite = $2; rows = 0; suites++; next }

file == 1 && /^        (not )?ok [0-9]+ / {
	row[++rows] = $0
	next
}

file == 1 && /^    (not )?ok [0-9]+ / {
	cases++
	name = suite "." title($0)
	for (i = 1; i <= rows; i++)
		show(verdict(row[i]), name " [" title(row[i]) "]")
	if (!rows || !verdict($0))
		show(verdict($0), name)
	rows = 0
	next
}

# What was expected and what was there
file == 1 && /^ *#.*(EXPECTATION|ASSERTION) FAILED/ { print; detail = 6; next }
file == 1 && detail > 0 && !/^ *(#|ok|not ok|KTAP|[0-9]+\.\.)/ && NF {
	print
	detail--
	next
}

file == 2 && /BUG:|KASAN|UBSAN|WARNING:|INFO: (task|possible)|Call Trace|possible recursive|suspicious RCU/ {
	complain("kernel: " $0)
}

END {
	if (!suites)
		complain("no suite has run")
	if (cases != sources)
		complain("the sources contain " sources " cases, " cases + 0 " have run")
	printf "%d passed, %d failed\n", passed, failed
	exit failed > 0
}
