// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// A settings file while it is being read: the place where its mistakes are gathered.
///
/// Reading goes on after a mistake so that a person sees all of them at once; nothing that was read
/// may be used before [#read(Path, Function)] returned it. Mistakes name the file by the path that
/// was given. Not thread-safe.
public final class SettingsFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 16;

  private final String name;
  private final boolean alone;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final SortedMap<String, String> keysAsked = new TreeMap<>();
  private final SequencedMap<String, Path> named = new LinkedHashMap<>();

  private SettingsFile(String name, boolean alone) {
    this.name = name;
    this.alone = alone;
  }

  /// Reads the file at `path` and gives its top section to `reader`.
  ///
  /// @throws InvalidSettingsException with every mistake that the reader found, with each key that
  ///   it did not ask for, or because the file cannot be read or is not YAML
  public static <T> T read(Path path, Function<Section, T> reader) throws InvalidSettingsException {
    SettingsFile file = new SettingsFile(path.toString(), false);
    return file.parse(file.load(path), reader);
  }

  /// Reads the file at `path`, but none that it names: they need not be there.
  ///
  /// @throws InvalidSettingsException as [#read(Path, Function)] does
  public static <T> OfflineSettings<T> readAlone(Path path, Function<Section, T> reader)
      throws InvalidSettingsException {
    SettingsFile file = new SettingsFile(path.toString(), true);
    return new OfflineSettings<>(file.parse(file.load(path), reader), file.named);
  }

  /// Reads `text` as if it were the content of a file called `name`.
  ///
  /// @throws InvalidSettingsException as [#read(Path, Function)] does
  public static <T> T parse(String name, String text, Function<Section, T> reader)
      throws InvalidSettingsException {
    return new SettingsFile(name, false).parse(text, reader);
  }

  /// Every key that `reader` asks for in `text`, with its default as text; list positions are
  /// written `[]`. For documents and their tests.
  public static <T> SortedMap<String, String> keysAskedFor(String text, Function<Section, T> reader)
      throws InvalidSettingsException {
    SettingsFile file = new SettingsFile("documentation", false);
    file.parse(text, reader);
    return file.keysAsked;
  }

  private <T> T parse(String text, Function<Section, T> reader) throws InvalidSettingsException {
    Optional<Node> top = compose(text);
    refuseIfMistaken();
    Optional<MappingNode> keys = top.flatMap(this::asMapping);
    refuseIfMistaken();
    Section root = new Section(this, "", 1, keys);
    T settings = reader.apply(root);
    root.refuseUnknownKeys();
    refuseIfMistaken();
    return settings;
  }

  private Optional<MappingNode> asMapping(Node node) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(mapping);
    }
    if (!Section.isNull(node)) {
      add(Section.lineOf(node), "", Optional.empty(), "expected keys and values at the top");
    }
    return Optional.empty();
  }

  private String load(Path path) throws InvalidSettingsException {
    try (InputStream file = Files.newInputStream(path)) {
      byte[] bytes = file.readNBytes(MAX_BYTES + 1); // a pipe or device does not tell its size
      if (bytes.length > MAX_BYTES) {
        throw unusable("larger than 1 MiB", Optional.empty());
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw unusable("no such file", Optional.of(e));
    } catch (AccessDeniedException e) {
      throw unusable("no permission to read it", Optional.of(e));
    } catch (CharacterCodingException e) {
      throw unusable("not UTF-8 text", Optional.of(e));
    } catch (IOException e) {
      throw unusable("cannot be read: " + e.getMessage(), Optional.of(e));
    }
  }

  private Optional<Node> compose(String text) {
    LoadSettings settings = LoadSettings.builder().setLabel(name).build();
    try {
      return isTooDeep(new Parse(settings).parseReader(new StringReader(text)))
          ? Optional.empty()
          : new Compose(settings).composeReader(new StringReader(text));
    } catch (MarkedYamlEngineException e) {
      OptionalInt line =
          e.getProblemMark().stream().mapToInt(mark -> mark.getLine() + 1).findFirst();
      add(line, "not valid YAML: " + e.getProblem());
    } catch (ReaderException e) {
      int line = lineOf(text, e.getPosition());
      add(line, "", Optional.empty(), "not valid YAML: contains a control character");
    } catch (YamlEngineException e) {
      String firstLine = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      add(OptionalInt.empty(), "not valid YAML: " + firstLine);
    }
    return Optional.empty();
  }

  /// The composer recurses, once for each level.
  private boolean isTooDeep(Iterable<Event> events) {
    int depth = 0;
    for (Event event : events) {
      depth += event instanceof CollectionStartEvent ? 1 : 0;
      depth -= event instanceof CollectionEndEvent ? 1 : 0;
      if (depth > MAX_DEPTH) {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        add(line, "", Optional.empty(), "nested more than " + MAX_DEPTH + " levels deep");
        return true;
      }
    }
    return false;
  }

  private static int lineOf(String text, int position) {
    return 1 + (int) text.codePoints().limit(position).filter(c -> c == '\n').count();
  }

  private InvalidSettingsException unusable(String problem, Optional<Exception> cause) {
    add(OptionalInt.empty(), problem);
    InvalidSettingsException unusable = new InvalidSettingsException(mistakes);
    cause.ifPresent(unusable::initCause);
    return unusable;
  }

  private void refuseIfMistaken() throws InvalidSettingsException {
    if (!mistakes.isEmpty()) {
      mistakes.sort(Comparator.comparingInt(mistake -> mistake.line().orElse(0)));
      throw new InvalidSettingsException(mistakes);
    }
  }

  void add(int line, String key, Optional<String> value, String problem) {
    mistakes.add(new Mistake(name, OptionalInt.of(line), key, value, problem));
  }

  private void add(OptionalInt line, String problem) {
    mistakes.add(new Mistake(name, line, "", Optional.empty(), problem));
  }

  boolean hasMistakeAt(String key) {
    return mistakes.stream().anyMatch(mistake -> mistake.key().equals(key));
  }

  /// Whether nothing but this file is to be looked at.
  boolean isAlone() {
    return alone;
  }

  void names(String key, Path path) {
    named.put(key, path);
  }

  void asked(String key, String defaultText) {
    keysAsked.put(key.replaceAll("\\[\\d+]", "[]"), defaultText);
  }
}
