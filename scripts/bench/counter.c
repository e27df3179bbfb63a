// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts what a guest's kernel executes: a plugin for QEMU's translator.
 *
 * A program in the guest opens and closes a window with no-ops that compilers
 * do not emit (mark.c).  At the close the counts of the window are written to
 * DIR/<number of the window>:
 *
 *   I <address> <executions> <L1 misses> <L2 misses>
 *   M <address> <physical address> <r or w> <accesses>
 *
 * I lines are of kernel instructions; a string instruction with a REP prefix
 * counts once per eight bytes it moves.  M lines are accesses of modules to
 * device registers.  The misses are those of a model of data caches, 32 KiB and
 * 512 KiB, and 0 unless asked for.
 *
 * Arguments: dir=DIR, cache=1 for the model.  One CPU only.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "plugin_api.h"

#define KERNEL		0xffff800000000000ull
#define MODULES		0xffffffffc0000000ull
#define MODULES_END	0xffffffffff000000ull

#define MARK		0x50455200u	/* displacement of the no-op, low byte 0 */
#define MARK_OPEN	1
#define MARK_CLOSE	2

#define SLOTS		(1u << 20)
#define IO_SLOTS	(1u << 16)
#define LINE_SHIFT	6
#define L1_SETS		64
#define L2_SETS		1024
#define WAYS		8

__attribute__((visibility("default"))) int qemu_plugin_version = QEMU_API_VERSION;

/* What there is of each instruction; slot 0 is shared by all of user space */
struct count {
	uint64_t exec, l1, l2;
};

struct io {
	uint64_t pc, pa, n;
	bool store;
};

static struct qemu_plugin_scoreboard *board;
static uint64_t slot_va[SLOTS];
static uint8_t slot_rep[SLOTS];		/* bytes per step of a REP instruction, or 0 */
static uint32_t slot_of_hash[2 * SLOTS];
static uint32_t slots = 1;
static struct io io[IO_SLOTS];
static uint64_t l1[L1_SETS][WAYS], l2[L2_SETS][WAYS];
static const char *dir = ".";
static unsigned int windows;
static bool with_cache;

static struct count *counts(void)
{
	return qemu_plugin_scoreboard_find(board, 0);
}

static uint32_t slot_of(uint64_t va)
{
	uint32_t h = (va * 0x9e3779b97f4a7c15ull >> 43) & (2 * SLOTS - 1);

	for (; slot_of_hash[h]; h = (h + 1) & (2 * SLOTS - 1))
		if (slot_va[slot_of_hash[h]] == va)
			return slot_of_hash[h];
	if (slots == SLOTS) {
		fprintf(stderr, "counter: more than %u instructions\n", SLOTS);
		exit(1);
	}
	slot_va[slots] = va;
	slot_of_hash[h] = slots;
	return slots++;
}

/* Move a line to the front of its set; true if it was there */
static bool touch(uint64_t *set, uint64_t line)
{
	unsigned int way = 0;
	bool hit;

	while (way < WAYS && set[way] != line)
		way++;
	hit = way < WAYS;
	if (!hit)
		way = WAYS - 1;
	memmove(set + 1, set, way * sizeof(*set));
	set[0] = line;
	return hit;
}

static void count_cache(struct count *count, uint64_t va)
{
	uint64_t line = va >> LINE_SHIFT;

	if (touch(l1[line % L1_SETS], line))
		return;
	count->l1++;
	if (!touch(l2[line % L2_SETS], line))
		count->l2++;
}

static void count_io(uint64_t pc, uint64_t pa, bool store)
{
	uint32_t h = ((pa * 31 + pc) * 2654435761u + store) % IO_SLOTS;

	while (io[h].n && (io[h].pc != pc || io[h].pa != pa || io[h].store != store))
		h = (h + 1) % IO_SLOTS;
	io[h].pc = pc;
	io[h].pa = pa;
	io[h].store = store;
	io[h].n++;
}

static bool in_module(uint64_t pc)
{
	return pc >= MODULES && pc < MODULES_END;
}

static void on_access(unsigned int cpu, uint32_t info, uint64_t va, void *data)
{
	uint32_t slot = (uintptr_t)data;
	struct qemu_plugin_hwaddr *where;

	(void)cpu;
	if (in_module(slot_va[slot])) {
		where = qemu_plugin_get_hwaddr(info, va);
		if (where && qemu_plugin_hwaddr_is_io(where)) {
			count_io(slot_va[slot], qemu_plugin_hwaddr_phys_addr(where),
				 qemu_plugin_mem_is_store(info));
			return;
		}
	}
	if (with_cache)
		count_cache(counts() + slot, va);
}

static void on_open(unsigned int cpu, void *data)
{
	(void)cpu;
	(void)data;
	memset(counts(), 0, slots * sizeof(struct count));
	memset(io, 0, sizeof(io));
}

static void on_close(unsigned int cpu, void *data)
{
	const struct count *count = counts();
	char path[4096];
	uint32_t i;
	FILE *f;

	(void)cpu;
	(void)data;
	snprintf(path, sizeof(path), "%s/%04u", dir, windows++);
	f = fopen(path, "w");
	if (!f) {
		perror(path);
		exit(1);
	}
	for (i = 1; i < slots; i++) {
		uint64_t n = count[i].exec;

		if (!n)
			continue;
		if (slot_rep[i])
			n = (n * slot_rep[i] + 7) / 8;
		fprintf(f, "I %" PRIx64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n",
			slot_va[i], n, count[i].l1, count[i].l2);
	}
	for (i = 0; i < IO_SLOTS; i++)
		if (io[i].n)
			fprintf(f, "M %" PRIx64 " %" PRIx64 " %c %" PRIu64 "\n", io[i].pc,
				io[i].pa, io[i].store ? 'w' : 'r', io[i].n);
	fclose(f);
}

/* The step of a string instruction that the translator runs element by element */
static unsigned int rep_bytes(const uint8_t *op, size_t n)
{
	bool rep = false, wide = false, half = false;
	size_t i;

	for (i = 0; i < n; i++) {
		if (op[i] == 0xf2 || op[i] == 0xf3)
			rep = true;
		else if (op[i] == 0x66)
			half = true;
		else if ((op[i] & 0xf0) == 0x40)
			wide = op[i] & 8;
		else
			break;
	}
	if (!rep || i == n)
		return 0;
	if (!(op[i] >= 0xa4 && op[i] <= 0xa7) && !(op[i] >= 0xaa && op[i] <= 0xaf))
		return 0;
	if (!(op[i] & 1))
		return 1;
	return wide ? 8 : half ? 2 : 4;
}

static void watch_mark(struct qemu_plugin_insn *insn, const uint8_t *op, size_t n)
{
	uint32_t mark;

	if (n < 7 || op[0] != 0x0f || op[1] != 0x1f || op[2] != 0x80)
		return;
	memcpy(&mark, op + 3, sizeof(mark));
	if (mark == (MARK | MARK_OPEN))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_open, QEMU_CB_NO_REGS, NULL);
	else if (mark == (MARK | MARK_CLOSE))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_close, QEMU_CB_NO_REGS, NULL);
}

static void watch_insn(struct qemu_plugin_insn *insn)
{
	uint64_t va = qemu_plugin_insn_vaddr(insn);
	struct qemu_u64 exec = { .score = board };
	uint8_t op[16];
	size_t n = qemu_plugin_insn_data(insn, op, sizeof(op));
	uint32_t slot;

	if (va < KERNEL) {
		watch_mark(insn, op, n);
		return;
	}
	slot = slot_of(va);
	slot_rep[slot] = rep_bytes(op, n);
	exec.offset = slot * sizeof(struct count) + offsetof(struct count, exec);
	qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(insn, QEMU_OP_ADD_U64, exec, 1);
	if (in_module(va) || with_cache)
		qemu_plugin_register_vcpu_mem_cb(insn, on_access, QEMU_CB_NO_REGS, QEMU_MEM_RW,
						 (void *)(uintptr_t)slot);
}

static void on_translate(uint64_t id, struct qemu_plugin_tb *tb)
{
	size_t i;

	(void)id;
	for (i = 0; i < qemu_plugin_tb_n_insns(tb); i++)
		watch_insn(qemu_plugin_tb_get_insn(tb, i));
}

__attribute__((visibility("default"))) int
qemu_plugin_install(uint64_t id, const struct qemu_info *info, int argc, char **argv);

int qemu_plugin_install(uint64_t id, const struct qemu_info *info, int argc, char **argv)
{
	int i;

	(void)info;
	for (i = 0; i < argc; i++) {
		if (!strncmp(argv[i], "dir=", 4))
			dir = strdup(argv[i] + 4);
		else if (!strcmp(argv[i], "cache=1"))
			with_cache = true;
		else
			return -1;
	}
	board = qemu_plugin_scoreboard_new(SLOTS * sizeof(struct count));
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
	return 0;
}
