/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What counter.c uses of QEMU's plugin interface, version 4 (QEMU 9.2 to 10.0).
 *
 * Debian has no package with QEMU's own header.  Names, values and argument
 * types are the interface; nothing else of it is needed here.
 */
#ifndef BENCH_PLUGIN_API_H
#define BENCH_PLUGIN_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QEMU_API_VERSION	4

enum qemu_cb_flags { QEMU_CB_NO_REGS = 0 };
enum qemu_mem_rw { QEMU_MEM_RW = 3 };
enum qemu_op { QEMU_OP_ADD_U64 = 0 };

struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_plugin_hwaddr;
struct qemu_plugin_scoreboard;
struct qemu_info;

/* A u64 in each CPU's copy of a scoreboard */
struct qemu_u64 {
	struct qemu_plugin_scoreboard *score;
	size_t offset;
};

typedef void (*qemu_tb_fn)(uint64_t id, struct qemu_plugin_tb *tb);
typedef void (*qemu_insn_fn)(unsigned int cpu, void *data);
typedef void (*qemu_mem_fn)(unsigned int cpu, uint32_t info, uint64_t va, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, qemu_tb_fn fn);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_data(const struct qemu_plugin_insn *insn, void *to, size_t len);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, qemu_insn_fn fn,
					    enum qemu_cb_flags flags, void *data);
void qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(struct qemu_plugin_insn *insn,
							 enum qemu_op op, struct qemu_u64 what,
							 uint64_t value);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn, qemu_mem_fn fn,
				      enum qemu_cb_flags flags, enum qemu_mem_rw rw, void *data);
bool qemu_plugin_mem_is_store(uint32_t info);
struct qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(uint32_t info, uint64_t va);
bool qemu_plugin_hwaddr_is_io(const struct qemu_plugin_hwaddr *where);
uint64_t qemu_plugin_hwaddr_phys_addr(const struct qemu_plugin_hwaddr *where);
struct qemu_plugin_scoreboard *qemu_plugin_scoreboard_new(size_t size);
void *qemu_plugin_scoreboard_find(struct qemu_plugin_scoreboard *score, unsigned int cpu);

#endif
