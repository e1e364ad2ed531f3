// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.trace.Lookup;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What the name lookups of a run cost and what they were answered, by target. Thread-safe.
public final class LookupTally {
  @GuardedBy("this")
  private final Map<String, Answers> byTarget = new LinkedHashMap<>();

  /// What one target's lookups came to.
  ///
  /// @param queries written over UDP and TCP
  /// @param rcodes lookups by response code (`NOERROR`), or `none` if nobody answered
  /// @param nameservers lookups by the nameserver that had the last word, as `address:port`
  public record Answers(
      long lookups, long queries, Map<String, Long> rcodes, Map<String, Long> nameservers) {
    private static final Answers NONE = new Answers(0, 0, Map.of(), Map.of());

    private Answers plus(Lookup lookup) {
      String rcode = lookup.reply().map(reply -> rcodeName(reply.rcode())).orElse("none");
      Map<String, Long> who =
          lookup.reply().map(reply -> plus(nameservers, hostAndPort(reply))).orElse(nameservers);
      return new Answers(lookups + 1, queries + lookup.queries(), plus(rcodes, rcode), who);
    }

    private static Map<String, Long> plus(Map<String, Long> counts, String key) {
      Map<String, Long> more = new TreeMap<>(counts);
      more.merge(key, 1L, Long::sum);
      return more;
    }

    private static String rcodeName(int rcode) {
      return DnsResponseCode.valueOf(rcode)
          .toString()
          .replaceFirst("\\(.*", "")
          .toUpperCase(Locale.ROOT);
    }

    private static String hostAndPort(Lookup.Reply reply) {
      return reply.nameserver().toString().replaceFirst("^.*/", "");
    }
  }

  /// Counts the lookup of an attempt that made one.
  public synchronized void add(Attempt attempt) {
    attempt
        .trace()
        .lookup()
        .ifPresent(lookup ->
            byTarget.merge(
                attempt.subject().target(),
                Answers.NONE.plus(lookup),
                (before, _) -> before.plus(lookup)));
  }

  /// The targets that lookups were made for.
  public synchronized Map<String, Answers> byTarget() {
    return new LinkedHashMap<>(byTarget);
  }
}
