// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.reload.LiveConfig.Occasion;
import dev.zoneprobe.agent.reload.LoadHistory.Outcome;
import dev.zoneprobe.settings.InvalidSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveConfigTest {
  private static final String BASE =
      """
      node: {name: node-a, zone: zone-a}
      collector: {address: "127.0.0.1:8790"}
      dns: {nameservers: [127.0.0.1]}
      responder: {http: 9001}
      """;
  private static final String GOOD = BASE + "targets: [{name: shop, url: 'tcp://127.0.0.1:1'}]\n";
  private static final String BETTER = BASE + "targets: [{name: bank, url: 'tcp://127.0.0.1:2'}]\n";

  /// Whatever a routine look would take for a change if it did not know equal things for equal.
  private static final String FULL =
      BASE
          + """
          mesh: {interval: 2s}
          targets:
            - {name: a, url: "http://h/", expect: {status: [200, 204], body: "a|b"}, team: t}
            - {name: b, url: "https://h/", tls: {serverName: n}, connections: [reused, new]}
            - {name: c, url: "dns://127.0.0.1/n", expect: {rcode: NXDOMAIN}}
            - {name: d, url: "grpcs://h/service"}
            - {name: e, url: "tcp://h:1", interval: 20ms, zone: z}
          """;

  private final List<String> adopted = new ArrayList<>();

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("agent.yaml");
  }

  private LiveConfig read(String text) throws IOException, InvalidSettingsException {
    Files.writeString(file, text);
    return LiveConfig.read(file, Map.of(), now::get);
  }

  private void adopt(AgentSettings next) {
    next.targets().forEach(target -> adopted.add(target.subject().target()));
  }

  private static List<String> targets(LiveConfig config) {
    return config.settings().targets().stream().map(target -> target.subject().target()).toList();
  }

  @Test
  void putsAChangedFileIntoForce() throws Exception {
    LiveConfig config = read(GOOD);

    now.set(Instant.ofEpochSecond(60));
    Files.writeString(file, BETTER);
    config.load(Occasion.CHANGED, this::adopt);

    assertThat(config.history().lastSuccess()).isEqualTo(now.get());
    assertThat(adopted).containsExactly("bank");
    assertThat(targets(config)).containsExactly("bank");
    assertThat(config.history().count(Outcome.APPLIED)).isEqualTo(1);
  }

  @Test
  void isStaleFromTheChangeUntilItIsLoaded() throws Exception {
    LiveConfig config = read(GOOD);
    assertThat(config.isStale(config.digest())).isFalse();

    Files.writeString(file, BETTER);
    assertThat(config.isStale(config.digest())).isTrue();

    config.load(Occasion.CHANGED, this::adopt);
    assertThat(config.isStale(config.digest())).isFalse();
  }

  @Test
  void keepsTheOldOneAndNamesEveryMistakeOfABadFile() throws Exception {
    LiveConfig config = read(GOOD);

    Files.writeString(file, GOOD + "mesh: {interval: soon}\nnonsense: 1\n");
    config.load(Occasion.CHANGED, this::adopt);

    assertThat(adopted).isEmpty();
    assertThat(targets(config)).containsExactly("shop");
    assertThat(config.isStale(config.digest())).isFalse();
    assertThat(config.history().problem())
        .hasValueSatisfying(problem ->
            assertThat(problem)
                .contains("stays in force")
                .contains("agent.yaml:6: mesh.interval: \"soon\"")
                .contains("agent.yaml:7: nonsense: unknown key"));
  }

  @Test
  void isInOrderAgainWhenTheOldFileIsBack() throws Exception {
    LiveConfig config = read(GOOD);
    Files.writeString(file, "");
    config.load(Occasion.CHANGED, this::adopt);
    assertThat(config.history().isRefused()).isTrue();

    Files.writeString(file, GOOD);
    config.load(Occasion.CHANGED, this::adopt);

    assertThat(config.history().isRefused()).isFalse();
    assertThat(config.history().count(Outcome.UNCHANGED)).isEqualTo(1);
    assertThat(adopted).isEmpty();
  }

  @Test
  void refusesTheWholeFileIfOneKeyNeedsARestart() throws Exception {
    LiveConfig config = read(GOOD);

    Files.writeString(file, BETTER.replace("9001", "9002").replace("node-a", "node-b"));
    config.load(Occasion.CHANGED, this::adopt);

    assertThat(targets(config)).containsExactly("shop");
    assertThat(config.history().mistakes())
        .containsExactly(
            file + ":1: node.name: \"node-b\": needs a restart; in force is node-a",
            file + ":4: responder.http: \"9002\": needs a restart; in force is 9001");
  }

  @Test
  void saysNothingOfARestartWhereTheValueIsWrongAnyway() throws Exception {
    LiveConfig config = read(GOOD);

    Files.writeString(file, GOOD.replace("9001", "many"));
    config.load(Occasion.CHANGED, this::adopt);

    assertThat(config.history().mistakes())
        .containsExactly(file + ":4: responder.http: \"many\": not a whole number");
  }

  @Test
  void countsARefusalOnceHoweverOftenItIsTriedAgain() throws Exception {
    LiveConfig config = read(GOOD);
    Files.writeString(file, "nonsense");
    config.load(Occasion.CHANGED, this::adopt);

    config.load(Occasion.ROUTINE, this::adopt);
    config.load(Occasion.ROUTINE, this::adopt);

    assertThat(config.history().count(Outcome.REFUSED)).isEqualTo(1);
  }

  @Test
  void refusesWhatCannotBePutIntoForce() throws Exception {
    LiveConfig config = read(GOOD);

    Files.writeString(file, BETTER);
    config.load(
        Occasion.CHANGED,
        _ -> {
          throw new IllegalArgumentException("no certificate in it");
        });

    assertThat(config.history().mistakes()).containsExactly(file + ": no certificate in it");
    assertThat(targets(config)).containsExactly("shop");
  }

  /// Not even a defect may leave it looking as if the file were in force.
  @Test
  void refusesWhatFailsInAWayThatWasNotForeseenUntilItCanBePutIntoForce() throws Exception {
    LiveConfig config = read(GOOD);

    Files.writeString(file, BETTER);
    config.load(Occasion.CHANGED, _ -> fail());
    config.load(Occasion.ROUTINE, _ -> fail());

    assertThat(config.history().mistakes())
        .containsExactly(
            file + ": cannot be put into force: java.lang.IllegalStateException: no such cipher");
    assertThat(config.history().count(Outcome.REFUSED)).isEqualTo(1);
    assertThat(targets(config)).containsExactly("shop");

    config.load(Occasion.ROUTINE, this::adopt);

    assertThat(config.history().isRefused()).isFalse();
    assertThat(targets(config)).containsExactly("bank");
  }

  private static void fail() {
    throw new IllegalStateException("no such cipher");
  }

  @Test
  void saysNothingInRoutineWhileNothingChanges() throws Exception {
    LiveConfig config = read(FULL);

    config.load(Occasion.ROUTINE, this::adopt);

    assertThat(adopted).isEmpty();
    assertThat(config.history().count(Outcome.UNCHANGED)).isZero();
  }

  @Test
  void findsInRoutineThatWhatWasMissingHasCome() throws Exception {
    LiveConfig config = read(GOOD);
    Path pem = folder.resolve("ca.pem");
    Files.writeString(
        file,
        BASE
            + "targets: [{name: bank, url: 'https://127.0.0.1:2', tls: {authorities: %s}}]%n"
                .formatted(pem));
    config.load(Occasion.CHANGED, this::adopt);
    assertThat(config.history().isRefused()).isTrue();

    Files.writeString(pem, new HeldCertificate.Builder().build().certificatePem());
    config.load(Occasion.ROUTINE, this::adopt);

    assertThat(adopted).containsExactly("bank");
    assertThat(config.history().isRefused()).isFalse();
  }
}
