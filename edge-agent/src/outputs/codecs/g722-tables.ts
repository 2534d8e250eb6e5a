/** The tables of ITU-T G.722 (2012) that 64 kbit/s encoding needs, under the Recommendation's names. */

/** Half of the quadrature mirror filter's 24 symmetric coefficients (Table 11, scaled by 2^13). */
export const QMF = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11];

/** Decision levels and output codes of the 60-level lower sub-band quantizer (QUANTL). */
export const Q6 = [
  0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219,
  1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919,
];
export const ILN = [
  0, 63, 62, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7,
  6, 5, 4,
];
export const ILP = [
  0, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36,
  35, 34, 33, 32,
];

/** The 15-level inverse quantizer of the lower sub-band (INVQAL) and its log scale multipliers (LOGSCL). */
export const QM4 = [
  0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0,
];
export const RL42 = [0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0];
export const WL = [-60, -30, 58, 172, 334, 538, 1198, 3042];

/** The higher sub-band: QUANTH, INVQAH, LOGSCH. */
export const Q2 = 564;
export const IHN = [0, 1, 0];
export const IHP = [0, 3, 2];
export const QM2 = [-7408, -1616, 7408, 1616];
export const RH2 = [2, 1, 2, 1];
export const WH = [0, -214, 798];

/** Log to linear scale factors (SCALEL, SCALEH). */
export const ILB = [
  2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834, 2896, 2960,
  3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
];
