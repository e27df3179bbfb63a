// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PCI side of the fake card: host bridge, configuration space, MSI-X.
 *
 * Memory of the card is a region of the user-mode kernel's logic_iomem, so that
 * readl() of an unmodified driver ends in card.c.  Interrupts come in a timer's
 * interrupt, as soon as time passes.
 */
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/irq.h>
#include <linux/irqdomain.h>
#include <linux/logic_iomem.h>
#include <linux/module.h>
#include <linux/msi.h>
#include <linux/unaligned.h>
#include "bus.h"

#define BUS_NUMBER		1
#define BUS_WINDOW		0xe0000000
#define BUS_WINDOW_SIZE		0x01000000
#define BUS_FUNCTIONS		(VTC_CARD_VFS + 1)
#define BUS_CFG_SIZE		4096
#define BUS_VECTORS		48

#define BUS_PF_BAR0_SIZE	SZ_128K
#define BUS_VF_BAR0_SIZE	SZ_16K
#define BUS_MSIX_BAR		3
#define BUS_MSIX_SIZE		SZ_16K

/* Where capabilities are */
#define BUS_PM			0x40
#define BUS_MSIX		0x70
#define BUS_EXP			0xa0
#define BUS_SRIOV		0x160
#define BUS_VF_OFFSET		0x80
#define BUS_VF_STRIDE		2

/**
 * struct vtc_bus_fn - a function as the bus sees it
 * @who: the card's name for it
 * @vectors: size of its MSI-X table
 * @cfg: configuration space
 * @wr: bits of it that can be written
 * @msix: the table
 * @pending: vectors that are raised
 */
struct vtc_bus_fn {
	unsigned int who;
	unsigned int vectors;
	u8 cfg[BUS_CFG_SIZE];
	u8 wr[BUS_CFG_SIZE];
	u32 msix[VTC_CARD_VECTORS * PCI_MSIX_ENTRY_SIZE / 4];
	u32 pending;
};

static struct {
	struct vtc_card card;
	struct vtc_bus_fn fn[BUS_FUNCTIONS];
	bool plugged;
	struct pci_host_bridge *bridge;
	struct irq_domain *inner;
	struct irq_domain *msi;
	DECLARE_BITMAP(used, BUS_VECTORS);
	struct hrtimer irq_timer;
} bus;

static struct vtc_bus_fn *bus_pf(void)
{
	return &bus.fn[VTC_CARD_PF];
}

/* --- configuration space --- */

static u16 cfg16(const struct vtc_bus_fn *fn, unsigned int where)
{
	return get_unaligned_le16(&fn->cfg[where]);
}

static u32 cfg32(const struct vtc_bus_fn *fn, unsigned int where)
{
	return get_unaligned_le32(&fn->cfg[where]);
}

static void cfg_set16(struct vtc_bus_fn *fn, unsigned int where, u16 val, u16 wr)
{
	put_unaligned_le16(val, &fn->cfg[where]);
	put_unaligned_le16(wr, &fn->wr[where]);
}

static void cfg_set32(struct vtc_bus_fn *fn, unsigned int where, u32 val, u32 wr)
{
	put_unaligned_le32(val, &fn->cfg[where]);
	put_unaligned_le32(wr, &fn->wr[where]);
}

static void cfg_capabilities(struct vtc_bus_fn *fn)
{
	cfg_set16(fn, PCI_STATUS, PCI_STATUS_CAP_LIST, 0);
	fn->cfg[PCI_CAPABILITY_LIST] = BUS_PM;
	cfg_set16(fn, BUS_PM, PCI_CAP_ID_PM | BUS_MSIX << 8, 0);
	cfg_set16(fn, BUS_PM + PCI_PM_PMC, 3, 0);
	cfg_set16(fn, BUS_PM + PCI_PM_CTRL, PCI_PM_CTRL_NO_SOFT_RESET,
		  PCI_PM_CTRL_STATE_MASK);
	cfg_set16(fn, BUS_MSIX, PCI_CAP_ID_MSIX | BUS_EXP << 8, 0);
	cfg_set16(fn, BUS_MSIX + PCI_MSIX_FLAGS, fn->vectors - 1,
		  PCI_MSIX_FLAGS_ENABLE | PCI_MSIX_FLAGS_MASKALL);
	cfg_set32(fn, BUS_MSIX + PCI_MSIX_TABLE, BUS_MSIX_BAR, 0);
	cfg_set32(fn, BUS_MSIX + PCI_MSIX_PBA, BUS_MSIX_BAR | 0x2000, 0);
	cfg_set16(fn, BUS_EXP, PCI_CAP_ID_EXP, 0);
	cfg_set16(fn, BUS_EXP + PCI_EXP_FLAGS, 2 | PCI_EXP_TYPE_ENDPOINT << 4, 0);
	cfg_set32(fn, BUS_EXP + PCI_EXP_DEVCAP, PCI_EXP_DEVCAP_FLR |
						PCI_EXP_DEVCAP_RBER, 0);
	cfg_set16(fn, BUS_EXP + PCI_EXP_DEVCTL, 0, 0xffff);
}

static void cfg_sriov(struct vtc_bus_fn *fn)
{
	/* The list of extended capabilities begins with one that is none */
	cfg_set32(fn, PCI_CFG_SPACE_SIZE, 1 << 16 | BUS_SRIOV << 20, 0);
	cfg_set32(fn, BUS_SRIOV, PCI_EXT_CAP_ID_SRIOV | 1 << 16, 0);
	cfg_set16(fn, BUS_SRIOV + PCI_SRIOV_CTRL, 0,
		  PCI_SRIOV_CTRL_VFE | PCI_SRIOV_CTRL_MSE);
	cfg_set16(fn, BUS_SRIOV + PCI_SRIOV_INITIAL_VF, VTC_CARD_VFS, 0);
	cfg_set16(fn, BUS_SRIOV + PCI_SRIOV_TOTAL_VF, VTC_CARD_VFS, 0);
	cfg_set16(fn, BUS_SRIOV + PCI_SRIOV_NUM_VF, 0, 0xffff);
	cfg_set16(fn, BUS_SRIOV + PCI_SRIOV_VF_OFFSET, BUS_VF_OFFSET, 0);
	cfg_set16(fn, BUS_SRIOV + PCI_SRIOV_VF_STRIDE, BUS_VF_STRIDE, 0);
	cfg_set16(fn, BUS_SRIOV + PCI_SRIOV_VF_DID, 0x10ca, 0);
	cfg_set32(fn, BUS_SRIOV + PCI_SRIOV_SUP_PGSIZE, 1, 0);
	cfg_set32(fn, BUS_SRIOV + PCI_SRIOV_SYS_PGSIZE, 1, ~0u);
	cfg_set32(fn, BUS_SRIOV + PCI_SRIOV_BAR, 0, ~(BUS_VF_BAR0_SIZE - 1));
	cfg_set32(fn, BUS_SRIOV + PCI_SRIOV_BAR + 4 * BUS_MSIX_BAR, 0,
		  ~(BUS_MSIX_SIZE - 1));
}

/* A function after power came on */
static void cfg_init(struct vtc_bus_fn *fn, unsigned int who)
{
	bool vf = who != VTC_CARD_PF;

	memset(fn, 0, sizeof(*fn));
	fn->who = who;
	fn->vectors = vf ? VTC_CARD_VF_VECTORS : VTC_CARD_VECTORS;
	/* A VF has no ID of its own: PCI takes the PF's word for it */
	cfg_set16(fn, PCI_VENDOR_ID, vf ? 0xffff : PCI_VENDOR_ID_INTEL, 0);
	cfg_set16(fn, PCI_DEVICE_ID, vf ? 0xffff : 0x10c9, 0);
	cfg_set16(fn, PCI_COMMAND, 0, vf ? PCI_COMMAND_MASTER :
		  PCI_COMMAND_MASTER | PCI_COMMAND_MEMORY |
		  PCI_COMMAND_INTX_DISABLE);
	cfg_set32(fn, PCI_CLASS_REVISION, PCI_CLASS_NETWORK_ETHERNET << 16 | 1, 0);
	cfg_capabilities(fn);
	if (vf)
		return;
	cfg_set32(fn, PCI_BASE_ADDRESS_0, 0, ~(BUS_PF_BAR0_SIZE - 1));
	cfg_set32(fn, PCI_BASE_ADDRESS_0 + 4 * BUS_MSIX_BAR, 0,
		  ~(BUS_MSIX_SIZE - 1));
	cfg_sriov(fn);
}

static bool bus_has_vfs(void)
{
	return cfg16(bus_pf(), BUS_SRIOV + PCI_SRIOV_CTRL) & PCI_SRIOV_CTRL_VFE;
}

static struct vtc_bus_fn *bus_fn(unsigned int devfn)
{
	unsigned int vf = (devfn - BUS_VF_OFFSET) / BUS_VF_STRIDE;

	if (!bus.plugged || vtc_card_is_gone(&bus.card))
		return NULL;
	if (!devfn)
		return bus_pf();
	if (devfn < BUS_VF_OFFSET || devfn % BUS_VF_STRIDE ||
	    vf >= bus.card.n_vfs)
		return NULL;
	return &bus.fn[vf];
}

/* Where its table is, PCI is told even by a card that is gone: it would map all
 * ones, of which this kernel warns.
 */
static bool bus_is_table(unsigned int devfn, int where)
{
	return bus.plugged && !devfn && (where & ~3) == BUS_MSIX + PCI_MSIX_TABLE;
}

static int bus_cfg_read(struct pci_bus *b, unsigned int devfn, int where, int size,
			u32 *val)
{
	struct vtc_bus_fn *fn = bus_is_table(devfn, where) ? bus_pf() : bus_fn(devfn);

	*val = ~0u;
	if (!fn || where + size > BUS_CFG_SIZE)
		return PCIBIOS_DEVICE_NOT_FOUND;
	*val = cfg32(fn, where & ~3) >> where % 4 * 8;
	if (size < 4)
		*val &= (1u << size * 8) - 1;
	return PCIBIOS_SUCCESSFUL;
}

/* --- interrupts --- */

static bool fn_msix_on(const struct vtc_bus_fn *fn)
{
	u16 flags = cfg16(fn, BUS_MSIX + PCI_MSIX_FLAGS);

	return flags & PCI_MSIX_FLAGS_ENABLE && !(flags & PCI_MSIX_FLAGS_MASKALL);
}

/* Message of a vector that may come now, -1: none may */
static int fn_next_message(struct vtc_bus_fn *fn)
{
	unsigned int vec;

	if (!fn_msix_on(fn))
		return -1;
	for (vec = 0; vec < fn->vectors; vec++) {
		const u32 *entry = &fn->msix[vec * 4];

		if (!(fn->pending >> vec & 1) || entry[3] & 1)
			continue;
		fn->pending &= ~BIT(vec);
		return entry[2];
	}
	return -1;
}

static int bus_next_message(void)
{
	unsigned long flags;
	unsigned int i;
	int msg = -1;

	spin_lock_irqsave(&bus.card.lock, flags);
	for (i = 0; i < BUS_FUNCTIONS && msg < 0 && !vtc_card_is_gone(&bus.card); i++)
		msg = fn_next_message(&bus.fn[i]);
	spin_unlock_irqrestore(&bus.card.lock, flags);
	return msg;
}

static enum hrtimer_restart bus_irq(struct hrtimer *timer)
{
	int msg;

	while ((msg = bus_next_message()) >= 0)
		generic_handle_domain_irq(bus.inner, msg);
	return HRTIMER_NORESTART;
}

static void bus_kick(void)
{
	if (!hrtimer_is_queued(&bus.irq_timer))
		hrtimer_start(&bus.irq_timer, NSEC_PER_USEC, HRTIMER_MODE_REL_HARD);
}

static void bus_fire(struct vtc_card *card, unsigned int who, unsigned int vec)
{
	struct vtc_bus_fn *fn = &bus.fn[who];

	card->strays += vec >= fn->vectors;
	if (card->no_irqs)
		return;
	fn->pending |= BIT(vec);
	bus_kick();
}

static bool bus_may_dma(struct vtc_card *card, unsigned int who)
{
	return cfg16(&bus.fn[who], PCI_COMMAND) & PCI_COMMAND_MASTER;
}

/* Message signalled interrupts end here: the message is the number */
static void bus_compose(struct irq_data *data, struct msi_msg *msg)
{
	msg->address_hi = 0;
	msg->address_lo = BUS_WINDOW - 0x1000;
	msg->data = data->hwirq;
}

static struct irq_chip bus_bottom_chip = {
	.name			= "vtc-bus",
	.irq_compose_msi_msg	= bus_compose,
};

static int bus_inner_alloc(struct irq_domain *domain, unsigned int virq,
			   unsigned int n, void *args)
{
	unsigned int bit = find_first_zero_bit(bus.used, BUS_VECTORS);

	if (n != 1 || bit >= BUS_VECTORS)
		return -ENOSPC;
	__set_bit(bit, bus.used);
	irq_domain_set_info(domain, virq, bit, &bus_bottom_chip, NULL,
			    handle_simple_irq, NULL, NULL);
	return 0;
}

static void bus_inner_free(struct irq_domain *domain, unsigned int virq,
			   unsigned int n)
{
	__clear_bit(irq_domain_get_irq_data(domain, virq)->hwirq, bus.used);
}

static const struct irq_domain_ops bus_inner_ops = {
	.alloc	= bus_inner_alloc,
	.free	= bus_inner_free,
};

static int bus_request(struct irq_data *data)
{
	if (!bus.card.irqs_left)
		return -ENOSPC;
	if (bus.card.irqs_left != VTC_CARD_STAYS)
		bus.card.irqs_left--;
	return 0;
}

static struct irq_chip bus_msi_chip = {
	.name			= "vtc-bus MSI-X",
	.irq_mask		= pci_msi_mask_irq,
	.irq_unmask		= pci_msi_unmask_irq,
	.irq_request_resources	= bus_request,
};

static struct msi_domain_info bus_msi_info = {
	.flags	= MSI_FLAG_USE_DEF_DOM_OPS | MSI_FLAG_USE_DEF_CHIP_OPS |
		  MSI_FLAG_PCI_MSIX,
	.chip	= &bus_msi_chip,
};

/* --- what writing to configuration space does --- */

static void bus_count_vfs(void)
{
	unsigned int i, n = 0;
	unsigned long flags;

	if (bus_has_vfs())
		n = cfg16(bus_pf(), BUS_SRIOV + PCI_SRIOV_NUM_VF);
	if (n > VTC_CARD_VFS || n == bus.card.n_vfs)
		return;
	spin_lock_irqsave(&bus.card.lock, flags);
	for (i = 0; i < VTC_CARD_VFS; i++) {
		cfg_init(&bus.fn[i], i);
		memset(&bus.card.irq[i], 0, sizeof(bus.card.irq[i]));
	}
	bus.card.n_vfs = n;
	spin_unlock_irqrestore(&bus.card.lock, flags);
}

/* A function's reset clears what is not sticky */
static void bus_flr(struct vtc_bus_fn *fn)
{
	unsigned int i, who = fn->who;
	unsigned long flags;

	spin_lock_irqsave(&bus.card.lock, flags);
	cfg_init(fn, who);
	if (who == VTC_CARD_PF) {
		for (i = 0; i < VTC_CARD_VFS; i++)
			cfg_init(&bus.fn[i], i);
		vtc_card_reset_pf(&bus.card);
		bus.card.n_vfs = 0;
	} else {
		vtc_card_reset_vf(&bus.card, who);
	}
	spin_unlock_irqrestore(&bus.card.lock, flags);
}

static int bus_cfg_write(struct pci_bus *b, unsigned int devfn, int where, int size,
			 u32 val)
{
	struct vtc_bus_fn *fn = bus_fn(devfn);
	int i;

	if (!fn || where + size > BUS_CFG_SIZE)
		return PCIBIOS_DEVICE_NOT_FOUND;
	for (i = 0; i < size; i++, val >>= 8)
		fn->cfg[where + i] = (fn->cfg[where + i] & ~fn->wr[where + i]) |
				     (val & fn->wr[where + i]);
	if (cfg16(fn, BUS_EXP + PCI_EXP_DEVCTL) & PCI_EXP_DEVCTL_BCR_FLR)
		bus_flr(fn);
	bus_count_vfs();
	if (fn_msix_on(fn) && fn->pending)
		bus_kick();
	return PCIBIOS_SUCCESSFUL;
}

static struct pci_ops bus_cfg_ops = {
	.read	= bus_cfg_read,
	.write	= bus_cfg_write,
};

/* --- memory --- */

static unsigned long bus_mem_read(void *priv, unsigned int offset, int size)
{
	struct vtc_bus_fn *fn = priv;

	bus.card.strays += size != 4;
	return vtc_card_read(&bus.card, fn->who, offset);
}

static void bus_mem_write(void *priv, unsigned int offset, int size,
			  unsigned long val)
{
	struct vtc_bus_fn *fn = priv;

	bus.card.strays += size != 4;
	vtc_card_write(&bus.card, fn->who, offset, val);
}

static const struct logic_iomem_ops bus_mem_ops = {
	.read	= bus_mem_read,
	.write	= bus_mem_write,
};

static unsigned long bus_msix_read(void *priv, unsigned int offset, int size)
{
	struct vtc_bus_fn *fn = priv;

	if (vtc_card_is_gone(&bus.card))
		return ~0u;
	return offset < sizeof(fn->msix) ? fn->msix[offset / 4] : 0;
}

static void bus_msix_write(void *priv, unsigned int offset, int size,
			   unsigned long val)
{
	struct vtc_bus_fn *fn = priv;

	if (offset < sizeof(fn->msix))
		fn->msix[offset / 4] = val;
	if (fn->pending)
		bus_kick();
}

static const struct logic_iomem_ops bus_msix_ops = {
	.read	= bus_msix_read,
	.write	= bus_msix_write,
};

/* Is @addr in the BAR that @where has, and at which offset */
static bool bus_in_bar(unsigned int where, unsigned int n, u32 size, u32 addr,
		       u32 *offset)
{
	u32 base = cfg32(bus_pf(), where) & ~0xfu;

	*offset = addr - base;
	return base && addr >= base && *offset < size * n;
}

static long bus_map(unsigned long offset, size_t size,
		    const struct logic_iomem_ops **ops, void **priv)
{
	u32 addr = BUS_WINDOW + offset, at;
	unsigned int msix = 4 * BUS_MSIX_BAR;

	*ops = &bus_mem_ops;
	*priv = bus_pf();
	if (bus_in_bar(PCI_BASE_ADDRESS_0, 1, BUS_PF_BAR0_SIZE, addr, &at))
		return at;
	if (bus_in_bar(BUS_SRIOV + PCI_SRIOV_BAR, VTC_CARD_VFS,
		       BUS_VF_BAR0_SIZE, addr, &at)) {
		*priv = &bus.fn[at / BUS_VF_BAR0_SIZE];
		return at % BUS_VF_BAR0_SIZE;
	}
	*ops = &bus_msix_ops;
	if (bus_in_bar(PCI_BASE_ADDRESS_0 + msix, 1, BUS_MSIX_SIZE, addr, &at))
		return at;
	if (bus_in_bar(BUS_SRIOV + PCI_SRIOV_BAR + msix, VTC_CARD_VFS,
		       BUS_MSIX_SIZE, addr, &at)) {
		*priv = &bus.fn[at / BUS_MSIX_SIZE];
		return at % BUS_MSIX_SIZE;
	}
	return -ENODEV;
}

static const struct logic_iomem_region_ops bus_region_ops = {
	.map	= bus_map,
};

static struct resource bus_window = {
	.name	= "vtc-bus memory",
	.start	= BUS_WINDOW,
	.end	= BUS_WINDOW + BUS_WINDOW_SIZE - 1,
	.flags	= IORESOURCE_MEM,
};

static struct resource bus_numbers = {
	.name	= "vtc-bus numbers",
	.start	= BUS_NUMBER,
	.end	= BUS_NUMBER,
	.flags	= IORESOURCE_BUS,
};

/* --- for the suites --- */

/**
 * vtc_bus_card - the card, plugged or not
 *
 * Return: it.
 */
struct vtc_card *vtc_bus_card(void)
{
	return &bus.card;
}

/**
 * vtc_bus_pf - its first function
 *
 * Return: without a reference; NULL if PCI does not know it.
 */
struct pci_dev *vtc_bus_pf(void)
{
	struct pci_dev *dev = pci_get_slot(bus.bridge->bus, 0);

	pci_dev_put(dev);
	return dev;
}

/**
 * vtc_bus_vf - a VF
 * @vf: index
 *
 * Return: as vtc_bus_pf().
 */
struct pci_dev *vtc_bus_vf(unsigned int vf)
{
	struct pci_dev *dev = pci_get_slot(bus.bridge->bus, BUS_VF_OFFSET +
							    vf * BUS_VF_STRIDE);

	pci_dev_put(dev);
	return dev;
}

/**
 * vtc_bus_plug - put the card in, as it is
 *
 * Return: the PF, bound if the driver took it, or NULL.
 */
struct pci_dev *vtc_bus_plug(void)
{
	unsigned int i;

	for (i = 0; i < BUS_FUNCTIONS; i++)
		cfg_init(&bus.fn[i], i);
	bus.card.n_vfs = 0;
	bus.plugged = true;
	pci_lock_rescan_remove();
	pci_rescan_bus(bus.bridge->bus);
	pci_unlock_rescan_remove();
	vtc_bus_settle();
	return vtc_bus_pf();
}

/**
 * vtc_bus_unplug - take it out, orderly unless it has vanished
 */
void vtc_bus_unplug(void)
{
	struct pci_dev *pf = vtc_bus_pf();

	if (pf)
		pci_stop_and_remove_bus_device_locked(pf);
	vtc_bus_settle();
	bus.plugged = false;
}

/**
 * vtc_bus_settle - let interrupts and works come
 */
void vtc_bus_settle(void)
{
	msleep(30);
}

/**
 * vtc_bus_vanish - the card is gone after so many accesses from now on
 * @accesses: VTC_CARD_STAYS: it is there, again
 */
void vtc_bus_vanish(unsigned int accesses)
{
	unsigned long flags;

	spin_lock_irqsave(&bus.card.lock, flags);
	bus.card.left = accesses;
	bus.card.in_vain = 0;
	spin_unlock_irqrestore(&bus.card.lock, flags);
}

/**
 * vtc_bus_vectors_used - interrupts that somebody has allocated
 *
 * Return: their number.
 */
unsigned int vtc_bus_vectors_used(void)
{
	return bitmap_weight(bus.used, BUS_VECTORS);
}

/**
 * vtc_bus_is_master - may a function do DMA
 * @who: VF or VTC_CARD_PF
 *
 * Return: true if so.
 */
bool vtc_bus_is_master(unsigned int who)
{
	return bus_may_dma(&bus.card, who);
}

static int bus_init_irqs(void)
{
	struct fwnode_handle *fwnode = irq_domain_alloc_named_fwnode("vtc-bus");

	if (!fwnode)
		return -ENOMEM;
	hrtimer_init(&bus.irq_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	bus.irq_timer.function = bus_irq;
	bus.inner = irq_domain_create_linear(fwnode, BUS_VECTORS, &bus_inner_ops,
					     NULL);
	if (!bus.inner)
		return -ENOMEM;
	bus.msi = pci_msi_create_irq_domain(fwnode, &bus_msi_info, bus.inner);
	return bus.msi ? 0 : -ENOMEM;
}

/**
 * vtc_bus_init - an empty bus
 *
 * It stays for good: what makes its memory cannot be undone.
 *
 * Return: 0 or a negative errno.
 */
int vtc_bus_init(void)
{
	int err;

	vtc_card_init(&bus.card);
	bus.card.fire = bus_fire;
	bus.card.is_master = bus_may_dma;
	err = logic_iomem_add_region(&bus_window, &bus_region_ops);
	if (!err)
		err = bus_init_irqs();
	if (err)
		return err;
	bus.bridge = pci_alloc_host_bridge(0);
	if (!bus.bridge)
		return -ENOMEM;
	pci_add_resource(&bus.bridge->windows, &bus_window);
	pci_add_resource(&bus.bridge->windows, &bus_numbers);
	bus.bridge->ops = &bus_cfg_ops;
	bus.bridge->busnr = BUS_NUMBER;
	dev_set_msi_domain(&bus.bridge->dev, bus.msi);
	return pci_host_probe(bus.bridge);
}
