// SPDX-License-Identifier: GPL-3.0-or-later
//
// The numbers at the axes of charts.
#pragma once

#include <vector>

namespace monitor {

// From 0 to most or a little more, evenly, in steps of 1, 2 or 5 times a power of ten that is not below smallest. At
// most this number of steps, two at least; at least 0 and one step.
std::vector<double> axisTicks(double most, int stepsMax, double smallest);
// Of this number of names, the stride at which they fit if each is this wide; 1: all fit.
int labelStride(int names, double nameWidth, double width);

} // namespace monitor
