// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.reload.LiveConfig.Occasion;
import dev.zoneprobe.agent.reload.LoadHistory.Outcome;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.settings.InvalidSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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

  private final List<String> adopted = new ArrayList<>();
  private final List<String> renewed = new ArrayList<>();

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("agent.yaml");
  }

  private LiveConfig read(String text) throws IOException, InvalidSettingsException {
    Files.writeString(file, text);
    return LiveConfig.read(file, Map.of());
  }

  private void adopt(AgentSettings next, Predicate<Target> isRenewed) {
    for (Target target : next.targets()) {
      adopted.add(target.subject().target());
      if (isRenewed.test(target)) {
        renewed.add(target.subject().target());
      }
    }
  }

  private static List<String> targets(LiveConfig config) {
    return config.settings().targets().stream().map(target -> target.subject().target()).toList();
  }

  @Test
  void putsAChangedFileIntoForce() throws Exception {
    LiveConfig config = read(GOOD);

    Files.writeString(file, BETTER);
    config.load(Occasion.CHANGED, this::adopt);

    assertThat(adopted).containsExactly("bank");
    assertThat(targets(config)).containsExactly("bank");
    assertThat(config.history().count(Outcome.APPLIED)).isEqualTo(1);
  }

  @Test
  void isStaleFromTheChangeUntilItIsLoaded() throws Exception {
    LiveConfig config = read(GOOD);
    assertThat(config.isStale(config.digests())).isFalse();

    Files.writeString(file, BETTER);
    assertThat(config.isStale(config.digests())).isTrue();

    config.load(Occasion.CHANGED, this::adopt);
    assertThat(config.isStale(config.digests())).isFalse();
  }

  @Test
  void keepsTheOldOneAndNamesEveryMistakeOfABadFile() throws Exception {
    LiveConfig config = read(GOOD);

    Files.writeString(file, GOOD + "mesh: {interval: soon}\nnonsense: 1\n");
    config.load(Occasion.CHANGED, this::adopt);

    assertThat(adopted).isEmpty();
    assertThat(targets(config)).containsExactly("shop");
    assertThat(config.isStale(config.digests())).isFalse();
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
            "agent.yaml:1: node.name: \"node-b\": needs a restart; in force is node-a",
            "agent.yaml:4: responder.http: \"9002\": needs a restart; in force is 9001");
  }

  @Test
  void saysNothingOfARestartWhereTheValueIsWrongAnyway() throws Exception {
    LiveConfig config = read(GOOD);

    Files.writeString(file, GOOD.replace("9001", "many"));
    config.load(Occasion.CHANGED, this::adopt);

    assertThat(config.history().mistakes())
        .containsExactly("agent.yaml:4: responder.http: \"many\": not a whole number");
  }

  @Test
  void countsARefusalOnceHoweverOftenItIsTriedAgain() throws Exception {
    LiveConfig config = read(GOOD);
    Files.writeString(file, "nonsense");
    config.load(Occasion.CHANGED, this::adopt);

    config.load(Occasion.TRIED_AGAIN, this::adopt);
    config.load(Occasion.TRIED_AGAIN, this::adopt);

    assertThat(config.history().count(Outcome.REFUSED)).isEqualTo(1);
  }

  @Test
  void renewsTheTargetsWhoseCertificatesChanged() throws Exception {
    Path pem = Files.writeString(folder.resolve("ca.pem"), "first");
    LiveConfig config = read(trusting(pem));

    Files.writeString(pem, "second");
    assertThat(config.isStale(config.digests())).isTrue();
    config.load(Occasion.CHANGED, this::adopt);

    assertThat(adopted).containsExactly("plain", "secured");
    assertThat(renewed).containsExactly("secured");
  }

  @Test
  void renewsTargetsEvenIfTheirNewCertificatesWereRefusedAtFirst() throws Exception {
    Path pem = Files.writeString(folder.resolve("ca.pem"), "first");
    LiveConfig config = read(trusting(pem));
    Files.writeString(pem, "second");
    config.load(
        Occasion.CHANGED,
        (_, _) -> {
          throw new IllegalArgumentException("no certificate in it");
        });
    assertThat(config.history().mistakes()).containsExactly("agent.yaml: no certificate in it");

    config.load(Occasion.TRIED_AGAIN, this::adopt);

    assertThat(renewed).containsExactly("secured");
    assertThat(config.history().problem()).isEqualTo(Optional.empty());
  }

  private static String trusting(Path pem) {
    return BASE
        + """
        targets:
          - {name: plain, url: "http://127.0.0.1:1/"}
          - {name: secured, url: "https://127.0.0.1:2/", tls: {authorities: "%s"}}
        """
            .formatted(pem);
  }
}
