// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.store.table;

import dev.zoneprobe.collector.store.table.StoreException.Reason;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.Slice;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The numbers that stand for subjects and slices in the rows of sums.
///
/// A number that was given in a transaction that failed is given again: [#forget()] must follow.
public final class Dictionary {
  private final PreparedStatement insertRoute;
  private final PreparedStatement insertSlice;
  private final PreparedStatement reported;
  private final PreparedStatement selectSilent;
  private final PreparedStatement deleteRoute;
  private final PreparedStatement selectRoutes;
  private final PreparedStatement selectSlices;
  private final Map<ZoneSubject, Long> routes = new HashMap<>();
  private final Map<Slice, Long> slices = new HashMap<>();
  private final NavigableMap<Long, ZoneSubject> routesById = new TreeMap<>();
  private final NavigableMap<Long, Slice> slicesById = new TreeMap<>();

  public Dictionary(Database database) throws SQLException, StoreException {
    insertRoute =
        database.prepare(
            "INSERT INTO route (id, source_zone, destination_zone, target, protocol)"
                + " VALUES (?, ?, ?, ?, ?)");
    insertSlice = database.prepare("INSERT INTO slice VALUES (?, ?, ?, ?, ?)");
    reported =
        database.prepare("UPDATE route SET reported_minute = max(reported_minute, ?) WHERE id = ?");
    selectSilent = database.prepare("SELECT id FROM route WHERE reported_minute < ?");
    deleteRoute = database.prepare("DELETE FROM route WHERE id = ?");
    selectRoutes = database.prepare("SELECT * FROM route");
    selectSlices = database.prepare("SELECT * FROM slice");
    forget();
  }

  /// Knows what is in the store, and nothing else.
  ///
  /// @throws StoreException if a row there holds a word that is none of ours
  public void forget() throws SQLException, StoreException {
    routes.clear();
    slices.clear();
    routesById.clear();
    slicesById.clear();
    try (ResultSet route = selectRoutes.executeQuery();
        ResultSet slice = selectSlices.executeQuery()) {
      while (route.next()) {
        keep(route.getLong("id"), subject(route));
      }
      while (slice.next()) {
        keep(slice.getLong("id"), slice(slice));
      }
    } catch (IllegalArgumentException e) {
      throw new StoreException(Reason.DAMAGED, "a row names no series: " + e.getMessage());
    }
  }

  private static ZoneSubject subject(ResultSet row) throws SQLException {
    return new ZoneSubject(
        row.getString("source_zone"),
        new Subject(
            row.getString("destination_zone"),
            row.getString("target"),
            word(Protocol.values(), row, "protocol"),
            Subject.Owner.NONE));
  }

  private static Slice slice(ResultSet row) throws SQLException {
    return new Slice(
        word(Phase.values(), row, "phase"),
        word(Connection.values(), row, "connection"),
        word(Outcome.Kind.values(), row, "outcome"),
        word(SourceState.values(), row, "source_state"));
  }

  private static <L extends Label> L word(L[] words, ResultSet row, String column)
      throws SQLException {
    return Label.of(List.of(words), row.getString(column));
  }

  private void keep(long id, ZoneSubject subject) {
    routes.put(subject, id);
    routesById.put(id, subject);
  }

  private void keep(long id, Slice slice) {
    slices.put(slice, id);
    slicesById.put(id, slice);
  }

  /// The number of `subject`, given now if it has none.
  long id(ZoneSubject subject) throws SQLException {
    Long known = routes.get(subject);
    if (known != null) {
      return known;
    }
    long id = next(routesById);
    Subject about = subject.subject();
    insert(
        insertRoute,
        id,
        List.of(
            subject.sourceZone(),
            about.destinationZone(),
            about.target(),
            about.protocol().label()));
    keep(id, subject);
    return id;
  }

  /// The number of `slice`, given now if it has none.
  long id(Slice slice) throws SQLException {
    Long known = slices.get(slice);
    if (known != null) {
      return known;
    }
    long id = next(slicesById);
    insert(
        insertSlice,
        id,
        List.of(
            slice.phase().label(),
            slice.connection().label(),
            slice.outcome().label(),
            slice.sourceState().label()));
    keep(id, slice);
    return id;
  }

  private static long next(NavigableMap<Long, ?> byId) {
    return byId.isEmpty() ? 1 : byId.lastKey() + 1;
  }

  private static void insert(PreparedStatement insert, long id, List<String> words)
      throws SQLException {
    insert.setLong(1, id);
    for (int i = 0; i < words.size(); i++) {
      insert.setString(i + 2, words.get(i));
    }
    insert.executeUpdate();
  }

  /// Notes that somebody reported `subject` in `minute`, or later.
  void reported(ZoneSubject subject, long minute) throws SQLException {
    reported.setLong(1, minute);
    reported.setLong(2, id(subject));
    reported.executeUpdate();
  }

  /// The numbers of subjects that nobody has reported since before `minute`.
  List<Long> silentSince(long minute) throws SQLException {
    List<Long> silent = new ArrayList<>();
    selectSilent.setLong(1, minute);
    try (ResultSet row = selectSilent.executeQuery()) {
      while (row.next()) {
        silent.add(row.getLong(1));
      }
    }
    return silent;
  }

  /// Takes the number of a subject back: no row may have it any more.
  ///
  /// @throws StoreException if the number stands for nothing
  ZoneSubject forget(long id) throws SQLException, StoreException {
    ZoneSubject subject = subject(id);
    deleteRoute.setLong(1, id);
    deleteRoute.executeUpdate();
    routesById.remove(id);
    routes.remove(subject);
    return subject;
  }

  /// @throws StoreException if the number stands for nothing
  ZoneSubject subject(long id) throws StoreException {
    return known(routesById, id);
  }

  /// @throws StoreException if the number stands for nothing
  Slice slice(long id) throws StoreException {
    return known(slicesById, id);
  }

  /// The subjects that `wanted` accepts, by their numbers; a copy.
  public NavigableMap<Long, ZoneSubject> subjects(Predicate<ZoneSubject> wanted) {
    return accepted(routesById, wanted);
  }

  /// The slices that `wanted` accepts, by their numbers; a copy.
  public NavigableMap<Long, Slice> slices(Predicate<Slice> wanted) {
    return accepted(slicesById, wanted);
  }

  private static <T> NavigableMap<Long, T> accepted(Map<Long, T> byId, Predicate<T> wanted) {
    NavigableMap<Long, T> accepted = new TreeMap<>(byId);
    accepted.values().removeIf(Predicate.not(wanted));
    return accepted;
  }

  private static <T> T known(Map<Long, T> byId, long id) throws StoreException {
    T found = byId.get(id);
    if (found == null) {
      throw new StoreException(
          Reason.DAMAGED, "a sum belongs to number " + id + ", which is nothing");
    }
    return found;
  }
}
