import { DomEvent, divIcon, type Map as LeafletMap, type Marker, marker } from 'leaflet';
import type { Tone } from '../../lib/words.js';
import { placeLabels } from './place-labels.js';

/** Something that stands at a place and does something when it is pressed. */
export interface Mark {
  id: string;
  lat: number;
  lon: number;
  text: string;
  /** For who does not see it; null: as the text. */
  spoken: string | null;
  tone: Tone;
  /** Chosen or not; `covered`: by what lies around it; null: it is not for choosing. */
  chosen: 'yes' | 'no' | 'covered' | null;
}

/** More are drawn where somebody looks only. */
const MOST_AT_ONCE = 250;

interface Shown {
  place: Marker;
  button: HTMLElement;
}

export interface MarksLayer {
  show(marks: readonly Mark[]): void;
}

/**
 * Marks as buttons: by finger, by mouse, by keyboard and for screen readers alike; without `onPress` they only stand
 * there. One that stays is changed and not made anew, so that it keeps the focus.
 */
export function createMarksLayer(map: LeafletMap, onPress: ((id: string) => void) | null): MarksLayer {
  const shown = new Map<string, Shown>();
  const tidy = () => tidyNames([...shown.values()].map(({ button }) => button));
  // The end of dragging the map by a mark is no press of it.
  let dragged = false;
  map.on('zoomend', tidy).on('dragstart', () => {
    dragged = true;
  });

  const make = (mark: Mark): Shown => {
    const button = document.createElement(onPress ? 'button' : 'span');
    if (button instanceof HTMLButtonElement) button.type = 'button';
    button.className = 'map-press';
    const dot = document.createElement('i');
    dot.ariaHidden = 'true';
    button.append(dot, document.createElement('span'));
    DomEvent.on(button, 'click', (event) => {
      DomEvent.stop(event);
      if (!dragged) onPress?.(mark.id);
    });
    for (const begin of ['pointerdown', 'keydown']) {
      button.addEventListener(begin, () => {
        dragged = false;
      });
    }
    DomEvent.on(button, 'dblclick', DomEvent.stop);
    const icon = divIcon({ className: 'map-mark', html: button, iconSize: [0, 0] });
    const place = marker([mark.lat, mark.lon], { icon, interactive: false, keyboard: false });
    button.addEventListener('focus', () => {
      if (button.matches(':focus-visible')) map.panInside(place.getLatLng(), { padding: [48, 48] });
    });
    return { place: place.addTo(map), button };
  };

  const draw = (marks: readonly Mark[]) => {
    const ids = new Set(marks.map(({ id }) => id));
    for (const [id, { place }] of shown) {
      if (ids.has(id)) continue;
      place.remove();
      shown.delete(id);
    }
    for (const mark of marks) {
      const each = shown.get(mark.id) ?? make(mark);
      shown.set(mark.id, each);
      each.place.setLatLng([mark.lat, mark.lon]);
      // Whatever is chosen lies above what is not.
      each.place.setZIndexOffset(mark.chosen === 'yes' ? 1000 : 0);
      dress(each.button, mark);
    }
    tidy();
  };

  let all: readonly Mark[] = [];
  map.on('moveend', () => {
    if (all.length > MOST_AT_ONCE) draw(nearby(map, all));
  });
  return {
    show(marks) {
      all = marks;
      draw(marks.length > MOST_AT_ONCE ? nearby(map, marks) : marks);
    },
  };
}

/** A province's villages are thousands: those in view, and a little beyond it. */
function nearby(map: LeafletMap, marks: readonly Mark[]): Mark[] {
  const view = map.getBounds().pad(0.25);
  return marks.filter(({ lat, lon }) => view.contains([lat, lon]));
}

function dress(button: HTMLElement, { text, spoken, tone, chosen }: Mark): void {
  const [dot, label] = button.children;
  if (label) label.textContent = text;
  // A sign beside the colour: nobody must tell green from grey.
  if (dot) dot.textContent = chosen === 'yes' || chosen === 'covered' ? '✓' : '';
  button.dataset.tone = tone;
  if (spoken !== null) button.setAttribute('aria-label', spoken);
  else button.removeAttribute('aria-label');
  if (chosen === null) button.removeAttribute('aria-pressed');
  else button.setAttribute('aria-pressed', String(chosen !== 'no'));
  button.dataset.chosen = chosen ?? '';
}

/** The chosen ones' names first. Reads all, then writes all. */
function tidyNames(buttons: readonly HTMLElement[]): void {
  for (const button of buttons) button.dataset.name = 'below';
  const first = [...buttons].sort((a, b) => Number(isChosen(b)) - Number(isChosen(a)));
  const places = placeLabels(
    first.flatMap(({ firstElementChild: dot, lastElementChild: label }) =>
      dot && label ? [{ dot: dot.getBoundingClientRect(), label: label.getBoundingClientRect() }] : [],
    ),
  );
  for (const [index, button] of first.entries()) button.dataset.name = places[index] ?? 'below';
}

const isChosen = ({ dataset }: HTMLElement) => dataset.chosen === 'yes';
