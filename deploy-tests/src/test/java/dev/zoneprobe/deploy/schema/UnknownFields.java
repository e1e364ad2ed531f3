// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.schema;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Fields that a type of fabric8 kept although it does not know them, as paths such as
/// `.spec.replikas`.
final class UnknownFields {
  private static final String MODELS = "io.fabric8.";

  private UnknownFields() {}

  static Stream<String> in(Object object) {
    return walk(object, "");
  }

  private static Stream<String> walk(@Nullable Object value, String path) {
    return switch (value) {
      case null -> Stream.empty();
      case Collection<?> list -> {
        Object[] elements = list.toArray();
        yield IntStream.range(0, elements.length)
            .boxed()
            .flatMap(i -> walk(elements[i], path + "[" + i + "]"));
      }
      case Map<?, ?> map ->
          map.entrySet().stream().flatMap(e -> walk(e.getValue(), path + "." + e.getKey()));
      case Object model when isModel(model) ->
          Stream.concat(kept(model).map(name -> path + "." + name), known(model, path));
      default -> Stream.empty();
    };
  }

  private static boolean isModel(Object value) {
    return value.getClass().getName().startsWith(MODELS) && !value.getClass().isEnum();
  }

  private static Stream<String> kept(Object model) {
    return Arrays.stream(model.getClass().getMethods())
        .filter(method -> method.isAnnotationPresent(JsonAnyGetter.class))
        .flatMap(method -> names(model, method));
  }

  private static Stream<String> names(Object model, Method anyGetter) {
    try {
      return anyGetter.invoke(model) instanceof Map<?, ?> fields
          ? fields.keySet().stream().map(String::valueOf)
          : Stream.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> known(Object model, String path) {
    return fields(model.getClass())
        .filter(field -> field.isAnnotationPresent(JsonProperty.class))
        .flatMap(field ->
            walk(
                value(model, field), path + "." + field.getAnnotation(JsonProperty.class).value()));
  }

  private static Stream<Field> fields(Class<?> type) {
    Class<?> parent = type.getSuperclass();
    Stream<Field> own = Arrays.stream(type.getDeclaredFields());
    return parent == null ? own : Stream.concat(own, fields(parent));
  }

  private static @Nullable Object value(Object model, Field field) {
    try {
      field.setAccessible(true);
      return field.get(model);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
