// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.reload;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.probe.dns.ResolvConf;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.Mistake;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.settings.SettingsFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings in force, and the files that they came from.
///
/// Files that have mistakes, or that change what needs a restart, change nothing at all: what is in
/// force is always what the files said at one moment. One thread loads; any may ask.
public final class LiveConfig {
  private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);

  private final Path file;
  private final Map<String, String> environment;
  private final LoadHistory history = new LoadHistory(InstantSource.system());
  private volatile AgentSettings inForce;

  /// What the files held when they were last put into force, and when that was last tried; both of
  /// the loading thread.
  private FileDigests adopted;

  private FileDigests tried;

  /// Makes everything else follow the settings.
  @FunctionalInterface
  public interface Adopter {
    /// Puts `next` into force.
    ///
    /// @param renewed targets that have to be opened anew even if they are the same as before:
    ///   files that they refer to have changed
    /// @throws IllegalArgumentException if it cannot be done; nothing has changed then
    void adopt(AgentSettings next, Predicate<Target> renewed);
  }

  /// Why the files are read again.
  enum Occasion {
    CHANGED,
    ASKED,
    /// Nothing happened, but what they were refused for may have gone.
    TRIED_AGAIN
  }

  private LiveConfig(Path file, Map<String, String> environment) throws InvalidSettingsException {
    this.file = file;
    this.environment = Map.copyOf(environment);
    FileDigests before = FileDigests.of(Set.of(file, ResolvConf.SYSTEM));
    this.inForce = AgentSettings.read(file, environment);
    this.adopted = before.and(FileDigests.of(files(inForce)));
    this.tried = adopted;
  }

  /// Reads the file for the first time.
  ///
  /// @param environment of the process, which may name node and zone
  /// @throws InvalidSettingsException with every mistake in it
  public static LiveConfig read(Path file, Map<String, String> environment)
      throws InvalidSettingsException {
    return new LiveConfig(file, environment);
  }

  /// The settings in force.
  public AgentSettings settings() {
    return inForce;
  }

  /// What became of the files so far.
  public LoadHistory history() {
    return history;
  }

  /// What the files that the settings in force came from hold now.
  FileDigests digests() {
    return FileDigests.of(files(inForce));
  }

  /// Whether the files hold something else than when they were last loaded.
  boolean isStale(FileDigests now) {
    return !now.changedSince(tried).isEmpty();
  }

  private Set<Path> files(AgentSettings settings) {
    Set<Path> files = new HashSet<>(Set.of(file, ResolvConf.SYSTEM));
    settings.targets().forEach(target -> files.addAll(target.endpoint().files()));
    return files;
  }

  /// Reads the files again, and lets `adopter` put into force what they say.
  void load(Occasion occasion, Adopter adopter) {
    tried = digests();
    try {
      AgentSettings next = SettingsFile.read(file, this::read);
      FileDigests now = tried.and(FileDigests.of(files(next)));
      adopt(next, now.changedSince(adopted), adopter);
      adopted = now;
      tried = now;
    } catch (InvalidSettingsException e) {
      refuse(occasion, e.mistakes().stream().map(Mistake::toString).toList());
    } catch (IllegalArgumentException e) {
      refuse(occasion, List.of(file.getFileName() + ": " + e.getMessage()));
    }
  }

  private AgentSettings read(Section root) {
    AgentSettings next = AgentSettings.read(root, environment);
    RestartKeys.refuseChanges(root, inForce, next);
    return next;
  }

  private void adopt(AgentSettings next, Set<Path> changed, Adopter adopter) {
    Predicate<Target> renewed = target -> !Collections.disjoint(target.endpoint().files(), changed);
    if (next.equals(inForce) && next.targets().stream().noneMatch(renewed)) {
      history.succeeded(LoadHistory.Outcome.UNCHANGED);
      LOG.info("{} was read again and says what is in force already", file);
      return;
    }
    adopter.adopt(next, renewed);
    Set<Target> before = Set.copyOf(inForce.targets());
    inForce = next;
    history.succeeded(LoadHistory.Outcome.APPLIED);
    LOG.info(
        "{} was read again and is in force: {} targets, {} of them as before",
        file,
        next.targets().size(),
        next.targets().stream().filter(before::contains).filter(renewed.negate()).count());
  }

  private void refuse(Occasion occasion, List<String> mistakes) {
    if (occasion == Occasion.TRIED_AGAIN && mistakes.equals(history.mistakes())) {
      return;
    }
    history.refused(mistakes);
    LOG.error("{} is refused, what was loaded at {} stays in force", file, history.lastSuccess());
    for (String mistake : mistakes) {
      LOG.error("{}", mistake);
    }
  }
}
