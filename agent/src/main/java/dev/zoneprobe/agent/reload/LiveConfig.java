// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.reload;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.Mistake;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.settings.SettingsFile;
import dev.zoneprobe.watch.ContentDigest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings in force, and the file that they came from.
///
/// A file that has mistakes, or that changes what needs a restart, changes nothing at all: what is
/// in force is always what the file said at one moment. One thread loads; any may ask.
public final class LiveConfig {
  private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);

  private final Path file;
  private final Map<String, String> environment;
  private final LoadHistory history;
  private volatile AgentSettings inForce;

  /// What the file held when it was last loaded; of the loading thread.
  private ContentDigest loaded;

  /// Why the file is read again.
  enum Occasion {
    /// It holds something else.
    CHANGED,
    /// A person wants it.
    ASKED,
    /// What it refers to may have changed: certificates, the host's resolv.conf. If nothing has,
    /// not a word is said.
    ROUTINE
  }

  private LiveConfig(Path file, Map<String, String> environment, InstantSource wallClock)
      throws InvalidSettingsException {
    this.file = file;
    this.environment = Map.copyOf(environment);
    this.loaded = ContentDigest.of(file);
    this.inForce = AgentSettings.read(file, environment);
    this.history = new LoadHistory(wallClock);
  }

  /// Reads the file for the first time.
  ///
  /// @param environment of the process, which may name node and zone
  /// @param wallClock tells when a file was put into force
  /// @throws InvalidSettingsException with every mistake in it
  public static LiveConfig read(Path file, Map<String, String> environment, InstantSource wallClock)
      throws InvalidSettingsException {
    return new LiveConfig(file, environment, wallClock);
  }

  /// The settings in force.
  public AgentSettings settings() {
    return inForce;
  }

  /// What became of the file so far.
  public LoadHistory history() {
    return history;
  }

  /// What the file holds now.
  ContentDigest digest() {
    return ContentDigest.of(file);
  }

  /// Whether that is not what was loaded last.
  boolean isStale(ContentDigest now) {
    return !now.equals(loaded);
  }

  /// Reads the file again, and lets `adopter` put into force what it says. Whatever fails on the
  /// way, be it a defect, refuses the file, and is tried again in routine.
  ///
  /// @param adopter throws IllegalArgumentException if that cannot be done, having changed nothing
  void load(Occasion occasion, Consumer<AgentSettings> adopter) {
    loaded = digest();
    try {
      AgentSettings next = SettingsFile.read(file, this::read);
      if (next.equals(inForce)) {
        keep(occasion);
      } else {
        adopter.accept(next);
        force(next);
      }
    } catch (InvalidSettingsException e) {
      refuse(occasion, e.mistakes().stream().map(Mistake::toString).toList());
    } catch (IllegalArgumentException e) {
      refuse(occasion, List.of(file + ": " + e.getMessage()));
    } catch (RuntimeException | Error defect) {
      List<String> why = List.of(file + ": cannot be put into force: " + defect);
      if (!why.equals(history.mistakes())) {
        LOG.error("{} failed for a defect", file, defect);
      }
      refuse(occasion, why);
    }
  }

  private AgentSettings read(Section root) {
    AgentSettings next = AgentSettings.read(root, environment);
    RestartKeys.refuseChanges(root, inForce, next);
    return next;
  }

  private void keep(Occasion occasion) {
    if (occasion == Occasion.ROUTINE && !history.isRefused()) {
      return;
    }
    history.succeeded(LoadHistory.Outcome.UNCHANGED);
    LOG.info("{} was read again and says what is in force already", file);
  }

  private void force(AgentSettings next) {
    Set<Target> before = Set.copyOf(inForce.targets());
    inForce = next;
    history.succeeded(LoadHistory.Outcome.APPLIED);
    LOG.info(
        "{} was read again and is in force: {} targets, {} of them as before",
        file,
        next.targets().size(),
        next.targets().stream().filter(before::contains).count());
  }

  private void refuse(Occasion occasion, List<String> mistakes) {
    if (occasion == Occasion.ROUTINE && mistakes.equals(history.mistakes())) {
      return;
    }
    LOG.error("{} is refused, what was loaded at {} stays in force", file, history.lastSuccess());
    for (String mistake : mistakes) {
      LOG.error("{}", mistake);
    }
    history.refused(mistakes); // who sees it there finds the reasons in the log
  }
}
