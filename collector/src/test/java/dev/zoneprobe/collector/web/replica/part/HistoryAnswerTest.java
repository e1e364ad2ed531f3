// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.replica.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zoneprobe.collector.Snapshots;
import dev.zoneprobe.collector.history.Filter;
import dev.zoneprobe.collector.history.Grouping;
import dev.zoneprobe.collector.history.Minutes;
import dev.zoneprobe.collector.history.Parameters;
import dev.zoneprobe.collector.history.Past;
import dev.zoneprobe.collector.history.Scope;
import dev.zoneprobe.collector.store.past.Visitor;
import dev.zoneprobe.collector.store.table.ZoneSubject;
import dev.zoneprobe.measure.interval.Counts;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.measure.trace.Retransmits;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What one collector writes, and what another reads of it.
class HistoryAnswerTest {
  private static final int MOST = 1 << 20;
  private static final long FIRST = 29_000_000;
  private static final Minutes MINUTES = new Minutes(FIRST, FIRST + 9);
  private static final ZoneSubject SUBJECT = new ZoneSubject("zone-a", Snapshots.PEER_IN_B);

  private final AtomicInteger read = new AtomicInteger();
  private final TreeMap<Long, Grouping<String>> told = new TreeMap<>();

  /// Knows of every minute but the first.
  private Past.Known known(Minutes minutes, LongFunction<Visitor> visitors) {
    BitSet known = new BitSet();
    for (long minute = minutes.first(); minute <= minutes.last(); minute++) {
      int at = (int) (minute - minutes.first());
      Visitor visitor = visitors.apply(minute);
      if (at > 0) {
        known.set(at);
        visitor.counts(SUBJECT, new Counts(1, Map.of(), Map.of(), Retransmits.NONE));
        visitor.durations(SUBJECT, Snapshots.TOTAL, durations(at));
      }
      read.incrementAndGet();
    }
    return new Past.Known(known, List.of());
  }

  private static LatencyHistogram durations(int seed) {
    return Snapshots.durations(
        LongStream.range(0, 100).map(i -> 1_000_000 * (seed + i * i)).toArray());
  }

  private ByteString answer(int step, int mostBytes) throws Exception {
    Filter all =
        new Filter(
            Optional.empty(),
            Scope.of(new Parameters(Map.of())),
            Optional.empty(),
            Optional.empty());
    Past past = (minutes, _, _, visitors) -> known(minutes, visitors);
    return HistoryWriter.answer(past, new HistoryQuery(MINUTES, step, all), mostBytes);
  }

  private Visitor at(long minute) {
    return told.computeIfAbsent(minute, _ -> new Grouping<>(_ -> "all"));
  }

  private Map<Long, Long> attempts() {
    TreeMap<Long, Long> attempts = new TreeMap<>();
    told.forEach((minute, sums) -> attempts.put(minute, sums.part("all").counts().successes()));
    return attempts;
  }

  @Test
  void minutesComeTogetherInSteps() throws Exception {
    BitSet minutes = HistoryReader.read(answer(4, MOST).toByteArray(), MINUTES, this::at);

    assertThat(attempts()).isEqualTo(Map.of(FIRST, 3L, FIRST + 4, 4L, FIRST + 8, 2L));
    assertThat(minutes.stream()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    LatencyHistogram last = durations(8);
    last.add(durations(9));
    assertThat(told.lastEntry().getValue().part("all").durations().counts())
        .isEqualTo(last.counts());
  }

  @Test
  void allMinutesTogetherAreOneFrameAndStillKnowWhichTheyWere() throws Exception {
    BitSet minutes = HistoryReader.read(answer(10, MOST).toByteArray(), MINUTES, this::at);

    assertThat(attempts()).isEqualTo(Map.of(FIRST, 9L));
    assertThat(minutes.cardinality()).isEqualTo(9);
  }

  @Test
  void noMoreMinutesAreReadOnceTheAnswerIsTooLong() throws Exception {
    int one = answer(10, MOST).size() / 2;
    read.set(0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> answer(1, one))
        .withMessageContaining("longer than " + one + " bytes");
    assertThat(read).hasValueBetween(2, 5);
  }

  @Test
  void nothingIsToldOfAnAnswerWhoseEndCannotBeRead() throws Exception {
    ByteString whole = answer(1, MOST);

    for (int length : List.of(0, whole.size() - 1, whole.size() / 2)) {
      assertThatThrownBy(
              () -> HistoryReader.read(whole.substring(0, length).toByteArray(), MINUTES, this::at))
          .isInstanceOf(IOException.class);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void nothingIsToldOfMinutesThatNobodyAskedFor() throws Exception {
    byte[] longer = answer(1, MOST).toByteArray();
    Minutes fewer = new Minutes(FIRST, FIRST + 8);

    assertThatThrownBy(() -> HistoryReader.read(longer, fewer, this::at))
        .isInstanceOf(IOException.class);
    assertThat(told).isEmpty();
  }
}
