#pragma once

namespace inceptoscope {

/// How long the threads of GNU OpenMP, which compute for LibTorch and oneDNN, spin while they wait
/// for each other: by default for milliseconds. Where other programs want the processors too, every
/// layer then waits for a time slice: a forward pass of 5 ms was seen to take a second. Asleep at
/// once, each layer waits for its threads to be woken, which was 6 % of a pass of Inception-v4 on
/// two quiet processors. In between is best for both: some ten microseconds.
///
/// OpenMP reads GOMP_SPINCOUNT from the environment when it is loaded. While this lives the
/// variable is there, unless the person has chosen something else with it or with OMP_WAIT_POLICY;
/// afterwards it is gone, so that no other program inherits it. For a process that has one thread
/// yet.
class BriefSpinning
{
public:
    BriefSpinning();
    ~BriefSpinning();
    BriefSpinning(const BriefSpinning &) = delete;
    BriefSpinning &operator=(const BriefSpinning &) = delete;

    /// False where the person has chosen.
    bool isSet() const { return m_isSet; }

private:
    bool m_isSet;
};

} // namespace inceptoscope
