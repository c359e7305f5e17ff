// SPDX-License-Identifier: GPL-3.0-or-later
//
// Strides and steps are round numbers, so that a reader can count on.

#include "panels/chart_axis.h"

#include <algorithm>
#include <cmath>

namespace monitor {

std::vector<double> axisTicks(double most, int stepsMax, double smallest)
{
    const double wanted = std::max(most / std::max(stepsMax, 2), smallest);
    const double power = std::pow(10, std::floor(std::log10(wanted)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= wanted * (1 - 1e-9)) {
            step = factor * power;
            break;
        }
    }
    const int steps = std::max(1, int(std::ceil(most / step - 1e-9)));
    std::vector<double> ticks;
    for (int i = 0; i <= steps; ++i)
        ticks.push_back(i * step);
    return ticks;
}

int labelStride(int names, double nameWidth, double width)
{
    const int fitting = std::max(1, int(width / std::max(1.0, nameWidth)));
    const int needed = (names + fitting - 1) / fitting;
    for (int power = 1;; power *= 10) {
        for (const int factor : {1, 2, 5}) {
            if (factor * power >= needed)
                return factor * power;
        }
    }
}

} // namespace monitor
