// SPDX-License-Identifier: GPL-2.0
/*
 * terminal - the screen to ourselves, and back as it was on every way out.
 *
 * Signals are blocked but for the wait, so nothing is interrupted halfway; one
 * that ends the program is raised again once the screen is back. Those that no
 * program survives put the screen back in their handler.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "terminal.h"

#define ENTER	"\033[?1049h\033[?25l"
#define LEAVE	"\033[0m\033[?25h\033[?1049l"

static struct termios was;
static volatile sig_atomic_t active;
static volatile sig_atomic_t resized;
static volatile sig_atomic_t stopped;
static volatile sig_atomic_t ended_by;
static sigset_t normal_mask;

static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE };
static const int others[] = { SIGWINCH, SIGTSTP };
static const int deadly[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static void on_signal(int nr)
{
	if (nr == SIGWINCH)
		resized = 1;
	else if (nr == SIGTSTP)
		stopped = 1;
	else
		ended_by = nr;
}

static bool put(const char *text)
{
	return write(STDOUT_FILENO, text, strlen(text)) > 0;
}

/* Only calls that a signal handler may make. */
static void leave(void)
{
	if (!active)
		return;
	active = 0;
	put(LEAVE);
	tcsetattr(STDIN_FILENO, TCSANOW, &was);
}

static void on_deadly(int nr)
{
	leave();
	signal(nr, SIG_DFL);
	raise(nr);
}

static bool enter(void)
{
	struct termios raw = was;

	raw.c_lflag &= ~(ICANON | ECHO);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw))
		return false;
	active = 1;
	return put(ENTER);
}

static void let_go(const int *nr, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		signal(nr[i], SIG_DFL);
}

static void catch(const int *nr, size_t count, void (*handler)(int),
		  sigset_t *set)
{
	struct sigaction action = { .sa_handler = handler };
	size_t i;

	sigemptyset(&action.sa_mask);
	for (i = 0; i < count; i++) {
		sigaction(nr[i], &action, NULL);
		sigaddset(set, nr[i]);
	}
}

/**
 * terminal_begin() - take the screen
 *
 * Return: false when standard input and output are no terminal.
 */
bool terminal_begin(void)
{
	sigset_t blocked, none;

	if (!isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &was))
		return false;
	sigemptyset(&blocked);
	sigemptyset(&none);
	catch(ending, COUNT(ending), on_signal, &blocked);
	catch(others, COUNT(others), on_signal, &blocked);
	catch(deadly, COUNT(deadly), on_deadly, &none);
	sigprocmask(SIG_BLOCK, &blocked, &normal_mask);
	return enter();
}

/**
 * terminal_end() - give the screen back
 */
void terminal_end(void)
{
	leave();
	/* What ended us is terminal_die()'s. */
	if (ended_by)
		return;
	let_go(ending, COUNT(ending));
	let_go(others, COUNT(others));
	let_go(deadly, COUNT(deadly));
	sigprocmask(SIG_SETMASK, &normal_mask, NULL);
}

/**
 * terminal_die() - end as the signal that ended us would have
 *
 * Returns when there was none.
 */
void terminal_die(void)
{
	sigset_t set;

	if (!ended_by)
		return;
	signal(ended_by, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, ended_by);
	raise(ended_by);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/**
 * terminal_size() - how large the screen is
 * @rows: the answer
 * @columns: the answer
 */
void terminal_size(unsigned int *rows, unsigned int *columns)
{
	struct winsize size;

	*rows = 24;
	*columns = 80;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		return;
	if (size.ws_row)
		*rows = size.ws_row;
	if (size.ws_col)
		*columns = size.ws_col;
}

/**
 * terminal_crop() - how much of a line fits
 * @line: the line; sequences that begin with ESC [ and end with a letter take
 *	no room
 * @len: its length
 * @columns: the room
 *
 * Return: how many bytes of it.
 */
size_t terminal_crop(const char *line, size_t len, unsigned int columns)
{
	unsigned int used = 0;
	size_t i = 0;

	while (i < len) {
		if (line[i] == '\033') {
			for (i++; i < len && (line[i] < '@' || line[i] == '['); i++)
				;
			i += i < len;
			continue;
		}
		if (used == columns)
			return i;
		used++;
		i++;
	}
	return len;
}

/**
 * terminal_draw() - show a text from the top left on
 * @text: lines, as many as there are; what does not fit is cut off
 * @rows: rows of the screen
 * @columns: columns of it
 *
 * Return: whether the terminal still takes what is written.
 */
bool terminal_draw(const char *text, unsigned int rows, unsigned int columns)
{
	unsigned int row;
	size_t len;

	fputs("\033[H", stdout);
	for (row = 0; row < rows && *text; row++) {
		len = strcspn(text, "\n");
		fwrite(text, 1, terminal_crop(text, len, columns), stdout);
		/* no newline in the last row: it would scroll */
		fputs(row + 1 < rows ? "\033[0m\033[K\n" : "\033[0m\033[K",
		      stdout);
		text += len + (text[len] == '\n');
	}
	fputs("\033[J", stdout);
	return !fflush(stdout) && !ferror(stdout);
}

/* Stopped by the user, and some time later continued. */
static void pause_here(void)
{
	stopped = 0;
	leave();
	raise(SIGSTOP);
	enter();
}

static enum terminal_event key(void)
{
	char c;

	if (read(STDIN_FILENO, &c, 1) != 1 || c == 'q' || c == 'Q' || c == 4)
		return TERMINAL_QUIT;
	return TERMINAL_KEY;
}

/**
 * terminal_wait() - until something happens
 * @ms: at most so long
 *
 * Return: what happened.
 */
enum terminal_event terminal_wait(unsigned int ms)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	struct timespec limit = {
		.tv_sec = ms / 1000,
		.tv_nsec = ms % 1000 * 1000000L,
	};
	int n = ppoll(&in, 1, &limit, &normal_mask);

	if (ended_by)
		return TERMINAL_QUIT;
	if (stopped)
		pause_here();
	if (n > 0)
		return key();
	if (n < 0 || resized) {
		resized = 0;
		return TERMINAL_KEY;
	}
	return TERMINAL_TICK;
}
