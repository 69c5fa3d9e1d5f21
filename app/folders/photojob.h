#pragma once

#include "folders/folderrow.h"
#include "graph/error.h"

#include <functional>
#include <stop_token>

namespace inceptoscope {

class EngineHost;

/// Photos on their way through networks. It is done in turns, for as long as an engine is lent;
/// turns are on one thread at a time.
class PhotoJob
{
public:
    /// Told on the thread of the turn.
    struct Listener
    {
        std::function<void(const QStringList &labels)> begun; ///< once, before any row
        std::function<void(const FolderRows &rows)> answered; ///< some ten times a second
    };

    enum class End { Left, Finished };

    virtual ~PhotoJob() = default;

    /// Goes on until `leave` is requested or no photo is left. Fails where a network cannot be
    /// run; a photo that cannot be read is a row of its own.
    virtual Expected<End> go(EngineHost &lent, const std::stop_token &leave) = 0;
    /// What there is to tell about the folders, once it is finished.
    virtual QStringList problems() const = 0;
};

} // namespace inceptoscope
