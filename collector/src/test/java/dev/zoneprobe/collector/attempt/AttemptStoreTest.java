// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.attempt;

import static dev.zoneprobe.collector.Snapshots.snapshot;
import static dev.zoneprobe.collector.Snapshots.span;
import static dev.zoneprobe.collector.Snapshots.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.recall.SourcedAttempt;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AttemptStoreTest {
  private static final int CAPACITY = 100;

  private final Set<Long> pointedAt = new HashSet<>();
  private final AttemptStore store = new AttemptStore(CAPACITY, () -> pointedAt);

  /// Takes snapshots that tell attempts of these ids.
  private void take(String node, long from, long to) {
    LongStream.rangeClosed(from, to)
        .forEach(id -> store.take(snapshot(node, span(id, id), succeeded(id))));
  }

  private List<Long> ids() {
    return store.all().stream().map(one -> one.attempt().id()).toList();
  }

  @Test
  void keepsAsManyAsItHasRoomFor() {
    take("node-1", 1, CAPACITY);

    assertThat(store.size()).isEqualTo(CAPACITY);
    assertThat(store.evicted()).isZero();
  }

  @Test
  void evictsTheOldestQuarterWhenRoomRunsOut() {
    take("node-1", 1, CAPACITY + 1);

    assertThat(ids()).containsExactlyElementsOf(LongStream.rangeClosed(27, 101).boxed().toList());
    assertThat(store.evicted()).isEqualTo(26);
  }

  @Test
  void keepsWhatExemplarsPointToLongerThanTheRest() {
    pointedAt.addAll(List.of(1L, 13L));

    take("node-1", 1, 3 * CAPACITY);

    assertThat(ids()).contains(1L, 13L).doesNotContain(2L, 14L);
    assertThat(store.size() + store.evicted()).isEqualTo(3L * CAPACITY);
  }

  @Test
  void evictsTheOldestWhenExemplarsPointToEverything() {
    LongStream.rangeClosed(1, 2 * CAPACITY).forEach(pointedAt::add);

    take("node-1", 1, CAPACITY + 1);

    assertThat(store.size()).isEqualTo(75);
    assertThat(store.find(26)).isEmpty();
    assertThat(store.find(27)).isPresent();
  }

  @Test
  void anIdThatIsThereAlreadyStaysWhatItIs() {
    take("node-1", 7, 7);
    take("node-2", 7, 7);

    assertThat(store.find(7)).map(SourcedAttempt::source).map(s -> s.node()).contains("node-1");
    assertThat(store.holds("node-1", 7)).isTrue();
    assertThat(store.holds("node-2", 7)).isFalse();
  }
}
