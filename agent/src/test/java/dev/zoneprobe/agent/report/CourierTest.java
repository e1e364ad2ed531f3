// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.agent.FakeCollector.Answer;
import io.grpc.Channel;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One agent and several collectors.
class CourierTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // begun before each test
  private FakeFleet fleet;

  @SuppressWarnings("NullAway.Init") // begun before each test
  private ReportingAgent agent;

  private int preferred;
  private int other;

  @BeforeEach
  void begin() throws IOException {
    fleet = new FakeFleet(2);
    preferred = fleet.preferredIn("zone-a");
    other = 1 - preferred;
  }

  @AfterEach
  void end() {
    agent.close();
    fleet.close();
  }

  private ReportingAgent run(String boot) throws IOException {
    return ReportingAgent.in(directory, boot, fleet.name(), fleet::resolve);
  }

  /// An agent that has delivered its first cut to the replica that it prefers.
  private void beginWithBoth() throws IOException {
    fleet.startAll();
    agent = run("boot-1");
    agent.cut();
    awaitDelivery();
    assertThat(fleet.stores.get(preferred).cuts("boot-1")).containsExactly(1L);
  }

  private void awaitInDoubt(long cuts) {
    await().atMost(PATIENCE).until(() -> agent.counts().inDoubt() == cuts);
  }

  private void awaitMoves(long moves) {
    await().atMost(PATIENCE).until(() -> agent.courier.log().moves() == moves);
  }

  private void awaitDelivery() {
    await().atMost(PATIENCE).until(agent::isDelivered);
  }

  private static List<Long> oneTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private void assertEachCutIsThereOnce(String boot, long cuts) {
    assertThat(fleet.cuts(boot)).isEqualTo(oneTo(cuts));
    assertThat(fleet.violations()).isEmpty();
  }

  @Test
  void allSnapshotsGoToOneReplica() throws IOException {
    beginWithBoth();
    agent.cut(5);
    awaitDelivery();

    assertThat(fleet.stores.get(preferred).cuts("boot-1")).isEqualTo(oneTo(6));
    assertThat(fleet.at(other).streams()).isZero();
  }

  @Test
  void movesToTheOtherReplicaAtOnceAndBackWhenItsOwnIsThereAgain() throws IOException {
    beginWithBoth();

    fleet.kill(preferred);
    awaitMoves(1);
    agent.cut();
    awaitDelivery();
    assertThat(fleet.stores.get(other).cuts("boot-1")).containsExactly(2L);

    fleet.start(preferred, preferred);
    awaitMoves(2);
    agent.cut();
    awaitDelivery();

    assertThat(fleet.stores.get(preferred).cuts("boot-1")).containsExactly(1L, 3L);
    assertEachCutIsThereOnce("boot-1", 3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.class,
      names = {"KEEP_SILENTLY", "LOSE_SILENTLY"})
  void whatIsInDoubtWaitsForItsStoreAndTheRestGoesOn(Answer last) throws IOException {
    beginWithBoth();
    fleet.at(preferred).answering(_ -> last);
    agent.cut(6);
    awaitInDoubt(4);

    fleet.kill(preferred);
    await().atMost(PATIENCE).until(() -> agent.counts().waiting() == 4);
    assertThat(fleet.stores.get(other).cuts("boot-1")).containsExactly(6L, 7L);

    fleet.start(preferred, preferred);
    awaitDelivery();
    assertThat(fleet.stores.get(preferred).cuts("boot-1")).isEqualTo(oneTo(5));
    assertEachCutIsThereOnce("boot-1", 7);
  }

  @Test
  void findsAStoreThatComesBackAtAnotherAddress() throws IOException {
    beginWithBoth();
    fleet.at(preferred).answering(_ -> Answer.KEEP_SILENTLY);
    agent.cut(2);
    awaitInDoubt(2);

    fleet.kill(preferred);
    fleet.kill(other);
    fleet.start(preferred, other);
    fleet.start(other, preferred);

    awaitDelivery();
    assertEachCutIsThereOnce("boot-1", 3);
  }

  @Test
  void settlesWithALivingReplicaBeforeItMovesOn() throws IOException {
    fleet.start(other, other);
    agent = run("boot-1");
    agent.cut();
    awaitDelivery();

    fleet.start(preferred, preferred);
    while (agent.courier.log().moves() == 0) {
      agent.cut();
    }
    agent.cut(5);
    awaitDelivery();

    assertEachCutIsThereOnce("boot-1", agent.ledger.cuts());
    assertThat(fleet.stores).allMatch(store -> !store.cuts("boot-1").isEmpty());
    assertThat(fleet.stores).allMatch(store -> store.duplicates() == 0);
  }

  @Test
  void movesOnAllTheSameWhenReceiptsDoNotCome() throws IOException {
    fleet.start(other, other).answering(_ -> Answer.KEEP_SILENTLY);
    agent = run("boot-1");
    agent.cut(3);
    awaitInDoubt(3);

    fleet.start(preferred, preferred);
    awaitMoves(1);
    fleet.at(other).answering(_ -> Answer.RECEIPT);
    agent.cut();

    awaitDelivery();
    assertThat(fleet.stores.get(other).cuts("boot-1")).containsExactly(1L, 2L, 3L);
    assertThat(fleet.stores.get(preferred).cuts("boot-1")).containsExactly(4L);
    assertEachCutIsThereOnce("boot-1", 4);
  }

  @Test
  void leavesAReplicaThatAcceptsAndNeverSpeaks() throws IOException {
    fleet.start(other, other);
    try (ServerSocket _ = fleet.freeze(preferred)) {
      agent = run("boot-1");
      agent.cut();

      awaitDelivery();
      assertThat(fleet.stores.get(other).cuts("boot-1")).containsExactly(1L);
    }
  }

  @Test
  void thePlanFollowsTheReplicaInUse() throws IOException {
    beginWithBoth();
    Channel before = agent.followed().orElseThrow();

    fleet.kill(preferred);

    await()
        .atMost(PATIENCE)
        .until(() -> agent.followed().filter(now -> !now.equals(before)).isPresent());
  }

  @Test
  void aSuccessorDeliversWhatWasLeft() throws IOException {
    agent = run("boot-1");
    agent.cut(3);
    agent.close();
    fleet.startAll();
    agent = run("boot-2");
    agent.cut();

    awaitDelivery();

    assertEachCutIsThereOnce("boot-1", 3);
    assertEachCutIsThereOnce("boot-2", 1);
    assertThat(agent.counts().acknowledged()).isEqualTo(4);
  }

  @Test
  void aSuccessorSettlesWhatWasInDoubtWithItsStore() throws IOException {
    beginWithBoth();
    fleet.at(preferred).answering(_ -> Answer.KEEP_SILENTLY);
    agent.cut(6);
    awaitInDoubt(4);
    fleet.kill(preferred);
    agent.close();

    agent = run("boot-2");
    agent.cut();
    await().atMost(PATIENCE).until(() -> agent.counts().waiting() == 4);
    fleet.start(preferred, preferred);

    awaitDelivery();
    assertEachCutIsThereOnce("boot-1", 7);
    assertEachCutIsThereOnce("boot-2", 1);
  }
}
