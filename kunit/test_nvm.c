// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite nvm: images of the NVM that are as they should be, and others.
 *
 * The model's words are read through EERD, by whoever has the semaphore.
 */
#include <linux/etherdevice.h>
#include <linux/string.h>
#include "fake_hw.h"
#include "kunit.h"
#include "../common/regs_82576.h"
#include "../pf/nvm.c"

#define VTC_NVM_TEST_WORDS	1024

struct vtc_nvm_bench {
	struct vtc_fake fake;
	struct vtc_fake_clock clock;
	struct vtc_hw hw;
	struct vtc_swfw swfw;
	struct vtc_nvm nvm;
	u32 eecd, eerd, swsm, sync;
	bool dead;		/* no word is ever done */
	unsigned int unguarded, taken;
	u16 image[VTC_NVM_TEST_WORDS];
};

static u32 vtc_nvm_model_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_nvm_bench *b = container_of(fake, struct vtc_nvm_bench, fake);
	u32 val = b->swsm;

	switch (reg) {
	case VTC_EECD:
		return b->eecd;
	case VTC_EERD:
		return b->eerd;
	case VTC_SW_FW_SYNC:
		return b->sync;
	case VTC_SWSM:
		b->swsm |= VTC_SWSM_SMBI;
		return val;
	}
	return 0;
}

static void vtc_nvm_model_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_nvm_bench *b = container_of(fake, struct vtc_nvm_bench, fake);
	u32 word = FIELD_GET(VTC_EERD_ADDR, val) % VTC_NVM_TEST_WORDS;

	if (reg == VTC_SWSM) {
		b->swsm = val;
	} else if (reg == VTC_SW_FW_SYNC) {
		b->taken += val & ~b->sync & VTC_SW_FW_SYNC_EEP;
		b->sync = val;
	} else if (reg == VTC_EERD && val & VTC_EERD_START && !b->dead) {
		b->unguarded += !(b->sync & VTC_SW_FW_SYNC_EEP);
		b->eerd = FIELD_PREP(VTC_EERD_DATA, b->image[word]) | VTC_EERD_DONE;
	} else if (reg == VTC_EERD) {
		b->eerd = 0;
	}
}

static struct vtc_nvm_bench *vtc_nvm_bench(struct kunit *test)
{
	return test->priv;
}

static int vtc_nvm_again(struct vtc_nvm_bench *b)
{
	return vtc_nvm_init(&b->nvm, &b->hw, &b->swfw);
}

static int vtc_nvm_suite_init(struct kunit *test)
{
	struct vtc_nvm_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	unsigned int i;

	if (!b)
		return -ENOMEM;
	b->fake.rd = vtc_nvm_model_rd;
	b->fake.wr = vtc_nvm_model_wr;
	b->eecd = VTC_EECD_PRES | FIELD_PREP(VTC_EECD_SIZE, 4);
	for (i = 0; i < VTC_NVM_TEST_WORDS; i++)
		b->image[i] = 0x1000 + i;
	vtc_fake_bind(&b->hw, &b->fake);
	vtc_fake_set_clock(&b->clock);
	vtc_swfw_init(&b->swfw, &b->hw);
	test->priv = b;
	return vtc_nvm_again(b);
}

static void vtc_nvm_suite_exit(struct kunit *test)
{
	vtc_fake_set_clock(NULL);
}

static void vtc_nvm_size(struct kunit *test)
{
	struct vtc_nvm_bench *b = vtc_nvm_bench(test);
	u16 word;

	KUNIT_EXPECT_EQ(test, b->nvm.words, 1024);
	KUNIT_EXPECT_EQ(test, vtc_nvm_read(&b->nvm, 1023, 1, &word), 0);
	KUNIT_EXPECT_EQ(test, word, 0x1000 + 1023);
	KUNIT_EXPECT_EQ(test, vtc_nvm_read(&b->nvm, 1023, 2, &word), -EINVAL);
	KUNIT_EXPECT_EQ(test, vtc_nvm_read(&b->nvm, 1024, 1, &word), -EINVAL);
	KUNIT_EXPECT_EQ(test, vtc_nvm_read(&b->nvm, 1025, 0, &word), -EINVAL);
	KUNIT_EXPECT_EQ(test, vtc_nvm_read(&b->nvm, 1024, 0, &word), 0);
	KUNIT_EXPECT_EQ(test, vtc_nvm_read(&b->nvm, U32_MAX, 2, &word), -EINVAL);
	b->eecd = VTC_EECD_PRES | FIELD_PREP(VTC_EECD_SIZE, 15);
	KUNIT_EXPECT_EQ(test, vtc_nvm_again(b), 0);
	KUNIT_EXPECT_EQ(test, b->nvm.words, 32768);
	b->eecd = FIELD_PREP(VTC_EECD_SIZE, 4);
	KUNIT_EXPECT_EQ(test, vtc_nvm_again(b), -ENODEV);
}

/* Whoever else wants the NVM gets it between two batches */
static void vtc_nvm_in_batches(struct kunit *test)
{
	struct vtc_nvm_bench *b = vtc_nvm_bench(test);
	u16 words[131] = {};
	unsigned int i;

	b->taken = 0;
	KUNIT_EXPECT_EQ(test, vtc_nvm_read(&b->nvm, 7, 130, words), 0);
	for (i = 0; i < 130; i++)
		KUNIT_EXPECT_EQ(test, words[i], 0x1000 + 7 + i);
	KUNIT_EXPECT_EQ(test, words[130], 0);
	KUNIT_EXPECT_EQ(test, b->taken, 3);
	KUNIT_EXPECT_EQ(test, b->unguarded, 0);
	KUNIT_EXPECT_EQ(test, b->sync, 0);
}

/* An error ends it, and the semaphore goes back */
static void vtc_nvm_dead(struct kunit *test)
{
	struct vtc_nvm_bench *b = vtc_nvm_bench(test);
	u16 words[130];

	b->dead = true;
	KUNIT_EXPECT_EQ(test, vtc_nvm_read(&b->nvm, 0, 130, words), -ETIMEDOUT);
	KUNIT_EXPECT_LE(test, b->clock.now_us, 60000);
	KUNIT_EXPECT_EQ(test, b->sync, 0);
	KUNIT_EXPECT_EQ(test, vtc_nvm_again(b), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, vtc_nvm_checksum(&b->nvm), -ETIMEDOUT);
	b->sync = VTC_SW_FW_SYNC_EEP;
	KUNIT_EXPECT_EQ(test, vtc_nvm_read(&b->nvm, 0, 1, words), -EBUSY);
}

static void vtc_nvm_sum(struct kunit *test)
{
	struct vtc_nvm_bench *b = vtc_nvm_bench(test);
	u16 sum = 0;
	int i;

	for (i = 0; i < NVM_CHECKSUM; i++)
		sum += b->image[i];
	b->image[NVM_CHECKSUM] = NVM_CHECKSUM_SUM - sum;
	KUNIT_EXPECT_EQ(test, vtc_nvm_checksum(&b->nvm), 0);
	b->image[NVM_CHECKSUM]++;
	KUNIT_EXPECT_EQ(test, vtc_nvm_checksum(&b->nvm), -EIO);
	b->image[0]--;
	KUNIT_EXPECT_EQ(test, vtc_nvm_checksum(&b->nvm), 0);
	b->image[NVM_CHECKSUM + 1]++;
	KUNIT_EXPECT_EQ(test, vtc_nvm_checksum(&b->nvm), 0);
}

static void vtc_nvm_put_mac(struct vtc_nvm_bench *b, u32 word, u8 last)
{
	b->image[word] = 0x0002;
	b->image[word + 1] = 0x0403;
	b->image[word + 2] = last << 8 | 0x05;
}

static int vtc_nvm_last(struct kunit *test, unsigned int port)
{
	const u8 first[] = { 0x02, 0x00, 0x03, 0x04, 0x05 };
	u8 mac[ETH_ALEN] = {};
	int err;

	err = vtc_nvm_mac(&vtc_nvm_bench(test)->nvm, port, mac);
	if (err)
		return err;
	KUNIT_EXPECT_MEMEQ(test, mac, first, sizeof(first));
	return mac[5];
}

static void vtc_nvm_addresses(struct kunit *test)
{
	struct vtc_nvm_bench *b = vtc_nvm_bench(test);
	const u16 none[] = { 0, 0xffff };
	unsigned int i;

	vtc_nvm_put_mac(b, NVM_MAC, 0x10);
	for (i = 0; i < ARRAY_SIZE(none); i++) {
		b->image[NVM_ALT_MAC_PTR] = none[i];
		KUNIT_EXPECT_EQ(test, vtc_nvm_last(test, 0), 0x10);
		KUNIT_EXPECT_EQ(test, vtc_nvm_last(test, 1), 0x11);
	}
	/* A block with an address for the second port only */
	b->image[NVM_ALT_MAC_PTR] = 0x200;
	memset(&b->image[0x200], 0xff, 12);
	vtc_nvm_put_mac(b, 0x203, 0x77);
	KUNIT_EXPECT_EQ(test, vtc_nvm_last(test, 0), 0x10);
	KUNIT_EXPECT_EQ(test, vtc_nvm_last(test, 1), 0x77);
	/* A block beyond the end, then no address at all */
	b->image[NVM_ALT_MAC_PTR] = 0x3ff;
	KUNIT_EXPECT_EQ(test, vtc_nvm_last(test, 0), 0x10);
	memset(b->image, 0, 6);
	KUNIT_EXPECT_EQ(test, vtc_nvm_last(test, 0), -EADDRNOTAVAIL);
}

static void vtc_nvm_part_number(struct kunit *test)
{
	struct vtc_nvm_bench *b = vtc_nvm_bench(test);
	char text[VTC_NVM_PBA_LEN];

	b->image[NVM_PBA] = 0xe123;
	b->image[NVM_PBA + 1] = 0x4507;
	KUNIT_EXPECT_EQ(test, vtc_nvm_pba(&b->nvm, text, sizeof(text)), 0);
	KUNIT_EXPECT_STREQ(test, text, "E12345-007");
	b->image[NVM_PBA] = NVM_PBA_IS_STRING;
	b->image[NVM_PBA + 1] = 0x100;
	b->image[0x100] = 3;
	b->image[0x101] = 'A' << 8 | 'b';
	b->image[0x102] = 'C' << 8 | '9';
	KUNIT_EXPECT_EQ(test, vtc_nvm_pba(&b->nvm, text, sizeof(text)), 0);
	KUNIT_EXPECT_STREQ(test, text, "AbC9");
	KUNIT_EXPECT_EQ(test, vtc_nvm_pba(&b->nvm, text, 4), 0);
	KUNIT_EXPECT_STREQ(test, text, "Ab");
	b->image[0x100] = 2;
	KUNIT_EXPECT_EQ(test, vtc_nvm_pba(&b->nvm, text, sizeof(text)), 0);
	KUNIT_EXPECT_STREQ(test, text, "Ab");
	b->image[0x100] = 1;
	KUNIT_EXPECT_EQ(test, vtc_nvm_pba(&b->nvm, text, sizeof(text)), -ENOENT);
	b->image[0x100] = 0xffff;
	KUNIT_EXPECT_EQ(test, vtc_nvm_pba(&b->nvm, text, sizeof(text)), -ENOENT);
	/* Longer than anybody's buffer */
	b->image[0x100] = 0x80;
	KUNIT_EXPECT_EQ(test, vtc_nvm_pba(&b->nvm, text, sizeof(text)), 0);
	KUNIT_EXPECT_EQ(test, strnlen(text, sizeof(text)), 22);
	b->image[NVM_PBA + 1] = 0x500;
	KUNIT_EXPECT_EQ(test, vtc_nvm_pba(&b->nvm, text, sizeof(text)), -EINVAL);
}

static void vtc_nvm_versions(struct kunit *test)
{
	struct vtc_nvm_bench *b = vtc_nvm_bench(test);

	b->image[NVM_TRACK_LO] = 0x1234;
	b->image[NVM_TRACK_HI] = 0x8abc;
	b->image[NVM_VERSION] = 0x1123;
	KUNIT_EXPECT_EQ(test, vtc_nvm_again(b), 0);
	KUNIT_EXPECT_STREQ(test, b->nvm.version, "1.12, 0x8abc1234");
	b->image[NVM_VERSION] = 0x2045;
	KUNIT_EXPECT_EQ(test, vtc_nvm_again(b), 0);
	KUNIT_EXPECT_STREQ(test, b->nvm.version, "2.45, 0x8abc1234");
	b->image[NVM_TRACK_HI] = 0x9abc;
	KUNIT_EXPECT_EQ(test, vtc_nvm_again(b), 0);
	KUNIT_EXPECT_STREQ(test, b->nvm.version, "2.4.5");
	b->image[NVM_TRACK_HI] = 0x0abc;
	KUNIT_EXPECT_EQ(test, vtc_nvm_again(b), 0);
	KUNIT_EXPECT_STREQ(test, b->nvm.version, "2.4.5");
}

static struct kunit_case vtc_nvm_cases[] = {
	KUNIT_CASE(vtc_nvm_size),
	KUNIT_CASE(vtc_nvm_in_batches),
	KUNIT_CASE(vtc_nvm_dead),
	KUNIT_CASE(vtc_nvm_sum),
	KUNIT_CASE(vtc_nvm_addresses),
	KUNIT_CASE(vtc_nvm_part_number),
	KUNIT_CASE(vtc_nvm_versions),
	{}
};

static struct kunit_suite vtc_nvm_suite = {
	.name = "vtc_nvm",
	.init = vtc_nvm_suite_init,
	.exit = vtc_nvm_suite_exit,
	.test_cases = vtc_nvm_cases,
};

kunit_test_suite(vtc_nvm_suite);
