/** What is said in the demo organisation, in English; demo-dialogues.ts reads it. */
export const ENGLISH_DIALOGUES = `
# icons
a: Morning! Did you get a chance to look at the new icon set?
b: Yes, just now. The outline weight feels right at 20 px.
a: Good. I was worried about the archive one.
b: It's a bit close to the download icon.
b: Maybe drop the arrow and keep the box?
a: That works. I'll send a second version after lunch.
b: 👍
b:
b: Second version is much better. Shipping it?
a: Shipping it. Thanks for the quick look.

# review
a: Could you review the settings page when you have ten minutes?
b: Sure. Anything you are unsure about?
a: The order of the sections, mostly. And whether "Advanced" should exist at all.
b: In my experience "Advanced" is where things go to be forgotten.
a: Ha. Fair.
b: I'd put notifications first, it's what people open settings for.
a: Makes sense, moving it up.
b: Otherwise it reads well. Approved.
a: Thank you!

# launch
a: We go live on Thursday at ten. Is everything ready on your side?
b: Screens are final, dark mode included.
b: I still owe you the empty states.
a: How long for those?
b: End of today.
a: Perfect. I'll update the checklist.
b:
b: Empty states are in the shared folder now.
a: Looks great on the small screen, too.
b: 谢谢 😄 my Chinese is getting better.
a: 进步很大！

# customer
a: Quick one: the customer from yesterday's call asks about keeping messages for seven years.
b: We can do that with a retention policy per department.
a: And they can prove to an auditor that nothing was changed?
b: Yes, the audit log is chained. I'll send you the one-pager.
a: You are a life saver.
b: One-pager sent. Tell me if they want a demo.
a: They do. Wednesday 15:00?
b: Works for me.

# pricing
a: Do we have a final number for the hundred-seat offer?
b: Nearly. I'm waiting for the support hours.
a: I can tell them end of week?
b: Thursday is safe.
a: Thanks. They also asked for yearly billing.
b: That's fine, we do the same for everybody.
b: I've put both versions into the sheet.
a: Got it, sending the yearly one.

# tokens
a: The color tokens are merged. Could you try them in the message list?
b: On it.
b: The hover state is barely visible in dark mode.
a: Which one, the row or the button?
b: The row. Contrast is 1.05, so you only see it when you move.
a: I'll raise it by one step. Try again in five minutes?
b: Much better. Merging.
a: 🎉

# flaky
a: The reconnect test failed again on the nightly run.
b: Same seed as last time?
a: Different one: 48213.
b: Reproduced it. The client asked for a page twice and applied the second one as if it were new.
a: So a real bug, then. Not the test.
b: A real bug. Fix is one line, test is forty.
a: As it should be.
b:
b: Fix is merged, I also added the seed as a named test.
a: Thanks. Let's see what tonight says.
b: Three hundred green runs. I call that fixed.

# tickets
a: Four tickets today about the same thing: people can't find the search box on mobile.
b: Is it hidden behind the menu?
a: Yes, since the last update.
b: Then it's not them, it's us. Can you send me the screenshots?
a: Sent.
b: Thanks. We'll bring it back to the top bar.
a: I'll tell them it's on the way.
b: Please do. Target is next Tuesday.

# contract
a: Did the redlines come back?
b: This morning. Two changes, both harmless.
a: The data location clause as well?
b: They accepted our wording.
a: Then I can book it this month?
b: As soon as both sides have signed. I'd say Friday.
a: Great, thank you.
b:
b: Signed. You can book it.

# kick-off
a: Welcome, everybody. Here is where we talk about the new mobile layout.
d: Thanks for setting this up. What is the first milestone?
a: A prototype of three screens: list, chat, search. End of next week.
b: I can have the list on a real phone by Wednesday.
c: Could we put the search box back on top? It is still the number one ticket.
a: It is on top in every sketch. Promise.
e: My customers will be very happy about that one.
b: Which phones do we test on?
d: The two oldest ones in the drawer. If it is fast there, it is fast everywhere.
a: Agreed. I'll share the sketches this afternoon.
a:
a: Sketches are in the shared folder, three variants.
b: Variant two is the easiest to build, and the one I like best anyway.
c: Two for me as well. The buttons are where thumbs are.
d: Then it is two. 👍

# beta
b: The beta build is out. It opens in 0.8 seconds on the old phone.
a: That is half of what we have now. Nice!
c: I gave it to three people in support. Shall I collect what they say here?
d: Yes please, here is good.
c: First one: "finally I can find the search".
e: I'll print that and put it on the wall.
c: Second one: the keyboard covers the last message.
b: Confirmed, I can see it too. Fix tomorrow morning.
a: The long names wrap badly in German, I have a fix for that.
b: Both are in the new build.
d: Tried it on the train with bad reception. It never lost anything. 谢谢大家！

# feedback
e: Demo at the customer went well. They asked when they can have it.
d: We said end of the month. Are we still on time?
b: Yes. Two small things are left: the tablet layout and the dark icons.
a: Dark icons are done, you will have them in an hour.
c: The help page has new screenshots already.
e: You are all wonderful.
b: Tablet is merged. That was the last one.
a: Then let's give it to everybody in the company tomorrow morning.
d: 好，明天早上全员开放。
c: I'll watch the tickets.

`;
