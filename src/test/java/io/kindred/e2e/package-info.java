/**
 * Jobs on real processes: a broker, a job manager and task managers, started by the scripts in
 * {@code jobs} and killed as machines fail. They need what {@code mvn package} makes.
 */
package io.kindred.e2e;
