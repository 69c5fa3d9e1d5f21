#pragma once

#include "commandline/networkchoice.h"
#include "engine/activations.h"
#include "photos/photoconveyor.h"

namespace inceptoscope {

struct AnswerStyle
{
    int top = 5; ///< classes to tell
    bool logits = false;
    bool json = false;
};

/// Prints what a network answered, a line a photo.
class AnswerWriter
{
public:
    /// Both outlive the writer.
    AnswerWriter(const ChosenNetwork &network, const AnswerStyle &style)
        : m_network(network)
        , m_style(style)
    {
    }

    void write(const PreparedPhoto &photo, const Activations &answer) const;
    /// A photo that could not be read: JSON in the photo's place, or a sentence on standard error.
    void writeError(const PreparedPhoto &photo) const;

private:
    void writeText(const PreparedPhoto &photo, const Activations &answer) const;
    void writeJson(const PreparedPhoto &photo, const Activations &answer) const;

    const ChosenNetwork &m_network;
    const AnswerStyle &m_style;
};

} // namespace inceptoscope
