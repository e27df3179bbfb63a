// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which places of the drivers have been passed.  They are built with
 * -fsanitize-coverage=trace-pc, so each basic block calls us; we mark the
 * place.  debugfs file vtc_seen lists the places marked, a write forgets them.
 *
 * Never part of a driver: for kernel 6.12 in the guest, by scripts/reach/run.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/vmalloc.h>

#define SEEN_MOST	(1UL << 20)

struct seen_module {
	const char *name;
	unsigned long text, size;
	u8 *places;
};

static struct seen_module seen_modules[] = {
	{ .name = "vtc_pf" }, { .name = "vtc_vf" },
};

static struct dentry *seen_file;

void __sanitizer_cov_trace_pc(void);
void notrace __sanitizer_cov_trace_pc(void)
{
	unsigned long ip = _RET_IP_;
	int i;

	for (i = 0; i < ARRAY_SIZE(seen_modules); i++) {
		struct seen_module *m = &seen_modules[i];

		if (ip - m->text < m->size) {
			m->places[ip - m->text] = 1;
			return;
		}
	}
}
EXPORT_SYMBOL_GPL(__sanitizer_cov_trace_pc);

/* Reloaded, a module is elsewhere; its places are the same. */
static int seen_event(struct notifier_block *nb, unsigned long event, void *data)
{
	struct module *mod = data;
	int i;

	for (i = 0; i < ARRAY_SIZE(seen_modules); i++) {
		struct seen_module *m = &seen_modules[i];

		if (strcmp(m->name, mod->name))
			continue;
		if (event == MODULE_STATE_COMING) {
			m->text = (unsigned long)mod->mem[MOD_TEXT].base;
			m->size = min_t(unsigned long, mod->mem[MOD_TEXT].size, SEEN_MOST);
		} else if (event == MODULE_STATE_GOING) {
			/* Its exit function has run. */
			m->size = 0;
		}
	}
	return NOTIFY_OK;
}

static struct notifier_block seen_block = { .notifier_call = seen_event };

static int seen_show(struct seq_file *s, void *unused)
{
	unsigned long at;
	int i;

	for (i = 0; i < ARRAY_SIZE(seen_modules); i++) {
		struct seen_module *m = &seen_modules[i];

		seq_printf(s, "%s %lx\n", m->name, m->text);
		for (at = 0; at < SEEN_MOST; at++)
			if (m->places[at])
				seq_printf(s, "%lx\n", at);
	}
	return 0;
}

static int seen_open(struct inode *inode, struct file *file)
{
	return single_open_size(file, seen_show, NULL, 1 << 20);
}

static ssize_t seen_write(struct file *file, const char __user *from, size_t n, loff_t *at)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(seen_modules); i++)
		memset(seen_modules[i].places, 0, SEEN_MOST);
	return n;
}

static const struct file_operations seen_ops = {
	.owner = THIS_MODULE,
	.open = seen_open,
	.read = seq_read,
	.write = seen_write,
	.llseek = seq_lseek,
	.release = single_release,
};

static int __init seen_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(seen_modules); i++) {
		seen_modules[i].places = vzalloc(SEEN_MOST);
		if (!seen_modules[i].places)
			return -ENOMEM;
	}
	seen_file = debugfs_create_file("vtc_seen", 0600, NULL, NULL, &seen_ops);
	return register_module_notifier(&seen_block);
}
module_init(seen_init);

static void __exit seen_exit(void)
{
	int i;

	unregister_module_notifier(&seen_block);
	debugfs_remove(seen_file);
	for (i = 0; i < ARRAY_SIZE(seen_modules); i++)
		vfree(seen_modules[i].places);
}
module_exit(seen_exit);

MODULE_DESCRIPTION("Which places of the drivers were passed");
MODULE_LICENSE("GPL");
