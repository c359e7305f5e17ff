// SPDX-License-Identifier: GPL-3.0-or-later
//
// The figure of an experiment: a panel for each thing measured, with the paper's series, ours and the variants.
#pragma once

#include "sim/paper/figure_svg.h"
#include "sim/paper/paper_experiments.h"

namespace sim {

Figure figureOf(const PaperResult &result);

} // namespace sim
