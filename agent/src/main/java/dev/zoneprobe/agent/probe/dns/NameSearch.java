// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.trace.Lookup;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One lookup: candidates, aliases and tries, one after the other.
///
/// It runs on the attempt's thread and blocks it; the stamps and the count of queries are taken on
/// event loops, while the attempt's thread waits.
final class NameSearch {
  private static final int MAX_ALIASES = 8;

  private final EventLoops loops;
  private final DnsSettings settings;
  private final DnsRequest request;
  private final OngoingAttempt attempt;
  private final AtomicInteger queries = new AtomicInteger();

  /// What was said about the name that was asked for last; the attempt's thread only.
  private Resolution known = Resolution.NONE;

  /// What was asked last; the attempt's thread only.
  private Optional<DnsExchange> latest = Optional.empty();

  /// Whether nothing more will be asked of the nameserver that is being asked; written by the
  /// attempt's thread before each exchange begins.
  private volatile boolean lastOfTry;

  NameSearch(EventLoops loops, DnsSettings settings, DnsRequest request, OngoingAttempt attempt) {
    this.loops = loops;
    this.settings = settings;
    this.request = request;
    this.attempt = attempt;
  }

  /// The first resolution that meets the request, else the one whose failure counts.
  ///
  /// @throws LookupFailedException if no nameserver answers for a candidate
  Resolution run() throws LookupFailedException {
    try {
      search();
      return known;
    } finally {
      latest.ifPresent(DnsExchange::leave);
      attempt.observations().lookup(new Lookup(known.name(), queries.get(), known.reply()));
    }
  }

  private void search() throws LookupFailedException {
    SequencedMap<String, Resolution> failed = new LinkedHashMap<>();
    Optional<String> next = request.next(failed);
    while (next.isPresent()) {
      askThroughAliases(next.get());
      if (request.isMetBy(known)) {
        return;
      }
      failed.put(next.get(), known);
      next = request.next(failed);
    }
    known = request.decisive(failed);
  }

  private void askThroughAliases(String name) throws LookupFailedException {
    ask(name);
    for (int aliases = 0; aliases < MAX_ALIASES && isAliasOnly(); aliases++) {
      ask(known.alias().orElseThrow());
    }
  }

  private boolean isAliasOnly() {
    return known.rcode() == 0 && known.alias().isPresent() && !request.isMetBy(known);
  }

  private void ask(String name) throws LookupFailedException {
    Iterator<InetSocketAddress> tries = tries();
    known = Resolution.of(name);
    List<DnsQuestion> open = openQuestions();
    while (!open.isEmpty() && !request.isMetBy(known) && tries.hasNext()) {
      tryOnce(open, tries.next());
      open = openQuestions();
    }
    if (!request.isMetBy(known) && known.answers().size() < request.types().size()) {
      throw unanswered();
    }
  }

  private Iterator<InetSocketAddress> tries() {
    return IntStream.range(0, settings.attempts())
        .boxed()
        .flatMap(_ -> request.nameservers().stream())
        .iterator();
  }

  /// @throws LookupFailedException if nobody can be asked for such a name, as for one that does not
  ///   exist
  private List<DnsQuestion> openQuestions() throws LookupFailedException {
    try {
      return request.types().stream()
          .sorted()
          .filter(known::isOpen)
          .<DnsQuestion>map(
              type -> new DefaultDnsQuestion(known.name(), DnsRecordType.valueOf(type.name())))
          .toList();
    } catch (IllegalArgumentException _) {
      throw new LookupFailedException(known.name(), Failure.DNS_NXDOMAIN);
    }
  }

  /// Puts the questions to one nameserver, together unless one at a time is wanted. One that did
  /// not answer the first is not asked for the second.
  private void tryOnce(List<DnsQuestion> questions, InetSocketAddress nameserver)
      throws LookupFailedException {
    Stream<List<DnsQuestion>> batches =
        settings.options().contains(DnsSettings.Option.SINGLE_REQUEST)
            ? questions.stream().map(List::of)
            : Stream.of(questions);
    Iterator<List<DnsQuestion>> next = batches.iterator();
    List<DnsAnswer> answers;
    do {
      DnsExchange.Try batch = new DnsExchange.Try(nameserver, next.next(), settings.options());
      lastOfTry = !next.hasNext();
      answers = exchange(batch);
      known = known.with(answers);
    } while (next.hasNext() && !answers.isEmpty());
  }

  private List<DnsAnswer> exchange(DnsExchange.Try batch) throws LookupFailedException {
    Resolution before = known;
    CompletableFuture<List<DnsAnswer>> came = new CompletableFuture<>();
    DnsExchange exchange =
        new DnsExchange(
            loops,
            batch,
            this::begins,
            this::queryLeaves,
            answers -> {
              stamp(before.with(answers));
              came.complete(answers);
            });
    attempt.goesOn();
    Duration remaining = attempt.remaining();
    if (remaining.isZero()) {
      throw unanswered();
    }
    latest = Optional.of(exchange);
    exchange.begin(remaining.compareTo(settings.timeout()) < 0 ? remaining : settings.timeout());
    List<DnsAnswer> answers = await(came);
    if (attempt.isOverdue()) {
      throw unanswered();
    }
    return answers;
  }

  private void begins() {
    attempt.start(Phase.DNS_LOOKUP);
  }

  private void queryLeaves() {
    queries.incrementAndGet();
    begins();
  }

  private void stamp(Resolution resolution) {
    if (lastOfTry && request.isMetBy(resolution)) {
      attempt.endsWith(Phase.DNS_LOOKUP);
    } else {
      attempt.ends();
    }
  }

  private List<DnsAnswer> await(CompletableFuture<List<DnsAnswer>> answers)
      throws LookupFailedException {
    try {
      return answers.get(attempt.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      if (attempt.isOverdue()) {
        throw unanswered();
      }
      return answers.join(); // they came in time, by their stamp, and are on their way
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unanswered();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an exchange ended exceptionally", e);
    }
  }

  private LookupFailedException unanswered() {
    latest.map(DnsExchange::silence).ifPresent(attempt.observations()::detail);
    return new LookupFailedException(known.name(), Failure.DNS_TIMEOUT);
  }
}
