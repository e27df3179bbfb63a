// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attaches an XDP program that gives every frame the same verdict, natively.
 *
 *   xdp NETDEV NUMBER FILE    1 drop, 2 pass, 3 transmit (enum xdp_action)
 *
 * The program stays as long as FILE (in a BPF file system); FILE-prog keeps
 * its code loaded, and so its symbol readable, after FILE is gone.
 */
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int bpf(int cmd, union bpf_attr *attr, const char *what)
{
	int ret = syscall(SYS_bpf, cmd, attr, sizeof(*attr));

	if (ret < 0) {
		perror(what);
		exit(1);
	}
	return ret;
}

static void pin(int fd, const char *path)
{
	union bpf_attr attr = { .pathname = (uintptr_t)path, .bpf_fd = fd };

	unlink(path);
	bpf(BPF_OBJ_PIN, &attr, path);
}

/*
 * A frame to be sent back is first made one to nobody: the embedded switch would
 * bring it to the function it came from, for ever.
 */
static int load(int verdict)
{
	struct bpf_insn code[] = {
		{ .code = BPF_LDX | BPF_MEM | BPF_W, .dst_reg = 2, .src_reg = 1,
		  .off = offsetof(struct xdp_md, data_end) },
		{ .code = BPF_LDX | BPF_MEM | BPF_W, .dst_reg = 1, .src_reg = 1,
		  .off = offsetof(struct xdp_md, data) },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 3, .src_reg = 1 },
		{ .code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = 3, .imm = 6 },
		{ .code = BPF_JMP | BPF_JGT | BPF_X, .dst_reg = 3, .src_reg = 2, .off = 1 },
		{ .code = BPF_ST | BPF_MEM | BPF_B, .dst_reg = 1, .off = 5, .imm = 0x99 },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = verdict },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	int n = sizeof(code) / sizeof(code[0]), skip = verdict == XDP_TX ? 0 : n - 2;
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_XDP,
		.insns = (uintptr_t)(code + skip),
		.insn_cnt = n - skip,
		.license = (uintptr_t)"GPL",
		.prog_name = "verdict",
	};

	return bpf(BPF_PROG_LOAD, &attr, "load");
}

int main(int argc, char **argv)
{
	union bpf_attr attr;
	char path[256];
	int prog;

	if (argc != 4)
		return 2;
	prog = load(atoi(argv[2]));
	snprintf(path, sizeof(path), "%s-prog", argv[3]);
	pin(prog, path);
	memset(&attr, 0, sizeof(attr));
	attr.link_create.prog_fd = prog;
	attr.link_create.target_ifindex = if_nametoindex(argv[1]);
	attr.link_create.attach_type = BPF_XDP;
	attr.link_create.flags = XDP_FLAGS_DRV_MODE;
	pin(bpf(BPF_LINK_CREATE, &attr, argv[1]), argv[3]);
	return 0;
}
