/* SPDX-License-Identifier: GPL-2.0 */
/* fuzz.h - what the fuzz targets share */
#ifndef MPPCTL_FUZZ_H
#define MPPCTL_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define fuzz_assert(true_)						\
	do {								\
		if (!(true_)) {						\
			fprintf(stderr, "%s:%d: not so: %s\n",		\
				__FILE__, __LINE__, #true_);		\
			abort();					\
		}							\
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static inline ssize_t fuzz_drop(void *cookie, const char *text, size_t len)
{
	(void)cookie;
	(void)text;
	return (ssize_t)len;
}

/* Somewhere to say things that nobody hears. */
static inline FILE *fuzz_null(void)
{
	static FILE *out;

	if (!out)
		out = fopencookie(NULL, "w", (cookie_io_functions_t){
			.write = fuzz_drop,
		});
	if (!out)
		abort();
	return out;
}

#endif /* MPPCTL_FUZZ_H */
