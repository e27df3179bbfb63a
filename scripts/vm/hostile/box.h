/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A VF's mailbox, driven by hand through the mapped BAR of a VF that has no
 * driver.  Knows how an honest VF does it; what is done with it is up to the
 * caller.
 */
#ifndef HOSTILE_BOX_H
#define HOSTILE_BOX_H

#include <stdbool.h>
#include <stdint.h>

#define WORDS		16

/* Registers of a VF */
#define CTRL		0x0000
#define CTRL_RST	(1u << 26)
#define STATUS		0x0008
#define MEM		0x0800
#define V2P		0x0c40
#define V2P_REQ		(1u << 0)
#define V2P_ACK		(1u << 1)
#define V2P_VFU		(1u << 2)
#define V2P_PFSTS	(1u << 4)
#define V2P_PFACK	(1u << 5)
#define V2P_RSTD	(1u << 7)
#define V2P_CLEARS	(V2P_PFSTS | V2P_PFACK | V2P_RSTD)

/* Header word */
#define MSG_OP(w)	((w) & 0xffff)
#define MSG_CTS		(1u << 29)
#define MSG_NACK	(1u << 30)
#define MSG_ACK		(1u << 31)
#define OP_RESET	0x01
#define OP_SET_MAC	0x02
#define OP_SET_MC	0x03
#define OP_SET_VLAN	0x04
#define OP_SET_LPE	0x05
#define OP_SET_PROMISC	0x06
#define OP_PF_CONTROL	0x0100

struct box {
	volatile uint32_t *bar;
	uint32_t seen;		/* bits that reading clears */
	bool cts;		/* the PF knows us */
	unsigned long news;	/* messages that were no answers */
	unsigned long twice;	/* answers nobody waited for */
	uint32_t last;		/* header of the last request */
};

void box_open(struct box *b, const char *bdf);
uint32_t box_rd(struct box *b, unsigned int reg);
void box_wr(struct box *b, unsigned int reg, uint32_t val);
uint32_t box_ctl(struct box *b);
bool box_claim(struct box *b, uint64_t us);
void box_fill(struct box *b, const uint32_t *w);
bool box_ask(struct box *b, const uint32_t *w, uint32_t *answer, uint64_t us);

uint64_t now_us(void);
void pause_us(unsigned int us);

#endif
