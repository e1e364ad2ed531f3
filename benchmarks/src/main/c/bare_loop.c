/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the zoneprobe authors
 *
 * The least that a probe can cost: one thread, blocking sockets, nothing else.
 *
 *   bare_loop tcp|http PORT RATE WARM_UP_SECONDS SECONDS
 *
 * connects to 127.0.0.1:PORT at an absolute grid of RATE a second, asks for / and reads the whole
 * answer if it is http, and prints one line a probe to standard output: nanoseconds of the connect
 * and of the whole. The last line, "cpu NANOSECONDS resident KILOBYTES", is what it cost.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char REQUEST[] = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

static long long now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_until(long long moment) {
  struct timespec t = {moment / 1000000000LL, moment % 1000000000LL};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) {
  }
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void ask(int connection) {
  char answer[4096];
  if (write(connection, REQUEST, sizeof REQUEST - 1) != (ssize_t)(sizeof REQUEST - 1)) {
    fail("write");
  }
  ssize_t length;
  while ((length = read(connection, answer, sizeof answer)) > 0) {
  }
  if (length < 0) {
    fail("read");
  }
}

static void probe(struct sockaddr_in peer, int http, int counts) {
  struct linger reset = {1, 0};
  int on = 1;
  long long begin = now(CLOCK_MONOTONIC);
  int connection = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(connection, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  long long connecting = now(CLOCK_MONOTONIC);
  if (connect(connection, (struct sockaddr *)&peer, sizeof peer) != 0) {
    fail("connect");
  }
  long long connected = now(CLOCK_MONOTONIC);
  if (http) {
    ask(connection);
  }
  long long end = http ? now(CLOCK_MONOTONIC) : connected;
  close(connection);
  if (counts) {
    printf("%lld %lld\n", connected - connecting, end - begin);
  }
}

/* The second number in /proc/self/statm counts pages, see proc(5). */
static long resident_kilobytes(void) {
  long pages = 0;
  FILE *statm = fopen("/proc/self/statm", "r");
  if (statm == NULL || fscanf(statm, "%*d %ld", &pages) != 1) {
    fail("/proc/self/statm");
  }
  fclose(statm);
  return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

int main(int argc, char **argv) {
  if (argc != 6) {
    fprintf(stderr, "usage: bare_loop tcp|http PORT RATE WARM_UP_SECONDS SECONDS\n");
    return 2;
  }
  int http = strcmp(argv[1], "http") == 0;
  struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[2]))};
  peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  long rate = atol(argv[3]);
  long warm_up = rate * atol(argv[4]);
  long all = warm_up + rate * atol(argv[5]);
  long long begin = now(CLOCK_MONOTONIC);
  long long cpu = 0;
  for (long k = 0; k < all; k++) {
    if (k == warm_up) {
      cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    }
    sleep_until(begin + k * 1000000000LL / rate);
    probe(peer, http, k >= warm_up);
  }
  printf("cpu %lld resident %ld\n", now(CLOCK_PROCESS_CPUTIME_ID) - cpu, resident_kilobytes());
  return 0;
}
